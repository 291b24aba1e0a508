using System.Globalization;
using RaptorFlow.Cli.Report.Figures;
using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report.Sections;

internal static class ForecastSection
{
    public static Section? Build(ReportContext context)
    {
        if (context.Outputs.Forecast is { } forecast)
            return new("forecast", "Forecast", "Where your own figures are heading, with how sure that is.", [.. forecast.Series.SelectMany(Series)]);
        var step = context.Run.Steps.FirstOrDefault(s => s.Key == "forecast");
        return step is { Status: "failed" or "dead" } or { Status: "succeeded", Output: not null }
            ? new("forecast", "Forecast", "Where your own figures are heading, with how sure that is.", context.Missing("forecast"))
            : null;
    }

    private static IEnumerable<Block> Series(SeriesForecast series, int index)
    {
        yield return new Heading($"{Labels.Of(series.Column)}, by {series.Period}");
        var best = series.Backtest.TryGetValue(series.Method, out var error) ? string.Create(CultureInfo.InvariantCulture, $", mean absolute scaled error {error:0.00} ({(error < 1 ? "better" : "no better")} than repeating the last figure)") : "";
        yield return new Paragraph($"Method chosen by backtest: {Labels.Of(series.Method)}{best}.");
        yield return new Picture(ForecastFigure.Draw(string.Create(CultureInfo.InvariantCulture, $"forecast-{index + 1}"), series));
        yield return new Folded("The forecast in figures",
        [
            new DataTable($"Forecast of {series.Column}", [new("From"), new("Forecast", true), new("80 %", true), new("95 %", true)],
                [.. series.Points.Select(p => (IReadOnlyList<Prose>)[Labels.Day(p.Date), N(p.Value), $"{N(p.Low80)} to {N(p.High80)}", $"{N(p.Low95)} to {N(p.High95)}"])]),
        ]);
        if (series.Remarks.Count > 0)
            yield return new Bullets([.. series.Remarks.Select(r => (Prose)r)]);
    }

    private static string N(double value) => value.ToString("#,##0.##", CultureInfo.InvariantCulture);
}
