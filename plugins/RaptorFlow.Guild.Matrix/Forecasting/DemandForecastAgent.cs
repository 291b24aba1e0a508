using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Guild.Matrix.Series;
using RaptorFlow.Guild.Matrix.Tables;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Matrix.Forecasting;

/// <summary>Forecasts a column of figures. A model may explain in the remarks; it never changes a number.</summary>
internal sealed class DemandForecastAgent : Agent<ForecastInput, DemandForecast>
{
    private const int LongestHorizon = 60;
    private const int Horizon = 12;

    protected override ValueTask<Draft<DemandForecast>> DraftAsync(ForecastInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var (series, forecast) = Forecast(input, context, cancellationToken);
        var questions = Questions(series, forecast).Take(context.Card.Limit("open_questions", 6)).ToList();
        var known = series.Values.Count - series.Filled;
        context.Events.Progress(string.Create(CultureInfo.InvariantCulture, $"Forecast '{forecast.Column}' {forecast.Points.Count} {forecast.Period}s ahead with {forecast.Method}."));
        return ValueTask.FromResult(new Draft<DemandForecast>
        {
            Output = new([forecast]),
            Confidence = Confidence.FromEvidence(known, series.Values.Count, 1, questions.Count),
            OpenQuestions = questions,
        });
    }

    protected override IEnumerable<Evidence> Facts(ForecastInput input) =>
        input.Metrics.Csv.Split('\n').Select(l => l.Trim('\r', '\uFEFF')).Where(l => !string.IsNullOrWhiteSpace(l)).Select(l => new Evidence("metrics", l));

    protected override IEnumerable<OutputProblem> Validate(ForecastInput input, DemandForecast output, AgentContext context)
    {
        var expected = Forecast(input, context, CancellationToken.None).Forecast;
        if (output.Series.Count != 1)
        {
            yield return new("series", "must hold the one series of the draft.");
            yield break;
        }
        var given = output.Series[0];
        if (given.Column != expected.Column || given.Period != expected.Period || given.Method != expected.Method)
            yield return new("series[0]", $"column, period and method must stay '{expected.Column}', '{expected.Period}' and '{expected.Method}'.");
        if (!given.Points.SequenceEqual(expected.Points))
            yield return new("series[0].points", "are computed and must stay as the draft has them.");
        if (!given.History.SequenceEqual(expected.History))
            yield return new("series[0].history", "is read from the table and must stay as the draft has it.");
        if (!given.Backtest.OrderBy(p => p.Key, StringComparer.Ordinal).SequenceEqual(expected.Backtest.OrderBy(p => p.Key, StringComparer.Ordinal)))
            yield return new("series[0].backtest", "is measured and must stay as the draft has it.");
        if (expected.Remarks.Except(given.Remarks, StringComparer.Ordinal).Any())
            yield return new("series[0].remarks", "must keep every remark of the draft; others may be added.");
    }

    private static (RegularSeries Series, SeriesForecast Forecast) Forecast(ForecastInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var horizon = input.Metrics.Horizon ?? context.Card.Limit("horizon", Horizon);
        if (horizon is < 1 or > LongestHorizon)
            throw new AgentInputException("metrics.horizon", string.Create(CultureInfo.InvariantCulture, $"must be 1 to {LongestHorizon} periods, not {horizon}."));
        var series = RegularSeries.Of(Figures.Read(input.Metrics), context.Today);
        return (series, Forecaster.Forecast(series, horizon, context.Card.Limit("backtest_origins", 12), cancellationToken));
    }

    private static IEnumerable<OpenQuestion> Questions(RegularSeries series, SeriesForecast forecast)
    {
        var (column, season) = (forecast.Column, series.Calendar.Season);
        if (series.Filled > 0)
            yield return new($"What were the missing figures of '{column}', or was it closed then?", "metrics.csv") { Why = "they were filled on a straight line" };
        if (season > 1 && series.Values.Count < 2 * season)
            yield return new(FormattableString.Invariant($"Are there older figures of '{column}'? Two years of {forecast.Period}s ({2 * season}) would show its season."), "metrics.csv") { Why = "without them no season is forecast" };
        if (forecast.Backtest.Count == 0)
            yield return new(FormattableString.Invariant($"Are there more figures of '{column}' than {series.Values.Count}? Methods cannot be compared on so few, so the last figure was carried forward."), "metrics.csv") { Why = "the method would be chosen by how it did" };
        else if (forecast.Backtest[forecast.Method] >= 1 && forecast.Method == "naive")
            yield return new($"What moves '{column}' (campaigns, prices, weather)? No pattern in the figures alone forecast it better than the last figure.", "metrics.csv") { Why = "a known cause would forecast better than the past" };
        if (Outliers.In(series.Values, Seasonality.Of(series.Values, season)) is { Count: > 0 } far)
            yield return new(FormattableString.Invariant($"What happened to '{column}' around {series.Calendar.DateOf(far[0]):yyyy-MM-dd} ({series.Values[far[0]]})?"), "metrics.csv") { Why = "a one-off would be left out of the forecast" };
    }
}
