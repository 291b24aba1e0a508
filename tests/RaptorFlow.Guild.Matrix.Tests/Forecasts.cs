using System.Globalization;
using System.Text;
using RaptorFlow.Agents;
using RaptorFlow.Guild.Matrix.Forecasting;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Matrix.Tests;

internal static class Forecasts
{
    public static async Task<Draft<DemandForecast>> DraftAsync(string csv, int? horizon = null, string? column = null, DateOnly? today = null) =>
        (Draft<DemandForecast>)await Agent.DraftAsync(Input(csv, horizon, column), TestContexts.Create(today), TestContext.Current.CancellationToken);

    public static async Task<SeriesForecast> SeriesAsync(string csv, int? horizon = null, string? column = null, DateOnly? today = null) =>
        (await DraftAsync(csv, horizon, column, today)).Output.Series.Single();

    public static async Task<AgentInputException> RefusalAsync(string csv, int? horizon = null, string? column = null) =>
        await Assert.ThrowsAsync<AgentInputException>(() => DraftAsync(csv, horizon, column));

    public static IReadOnlyList<OutputProblem> Validate(string csv, DemandForecast output) => [.. Agent.Validate(Input(csv, null, null), output, TestContexts.Create())];

    public static string Monthly(IEnumerable<double> values)
    {
        var csv = new StringBuilder("month,sales\n");
        var date = new DateOnly(2020, 1, 1);
        foreach (var value in values)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{date:yyyy-MM},{value:R}\n");
            date = date.AddMonths(1);
        }
        return csv.ToString();
    }

    private static IAgentBehaviour Agent => new DemandForecastAgent();

    private static ForecastInput Input(string csv, int? horizon, string? column) => new() { Metrics = new(csv) { Horizon = horizon, Column = column } };
}
