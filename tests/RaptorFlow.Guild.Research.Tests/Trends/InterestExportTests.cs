using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Trends;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Tests.Trends;

public sealed class InterestExportTests
{
    [Fact]
    public async Task ExportAsDocument_IsReadWithItsPlaceAndLines()
    {
        var draft = await Draft("Google Trends", "Category: All categories\n\nMonth,feature flags: (United States),session replay: (United States)\n" + Rows(30, i => 20 + i, i => 90 - 2 * i));
        var topics = draft.Output.Topics.ToDictionary(t => t.Topic, StringComparer.Ordinal);

        Assert.Equal(TrendDirection.Rising, topics["Feature flags"].Direction);
        Assert.Equal(TrendDirection.Fading, topics["Session replay"].Direction);
        Assert.Contains("in United States", topics["Feature flags"].Explanation, StringComparison.Ordinal);
        Assert.Equal("2023-01,20,90", topics["Feature flags"].Evidence[0].Quote);
        Assert.DoesNotContain(draft.OpenQuestions, q => q.Field.StartsWith("documents[0]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TableOfOtherFigures_IsAskedAbout()
    {
        var draft = await Draft("Sales", "month,feature flags\n" + Rows(30, i => i));

        Assert.Empty(draft.Output.Topics);
        Assert.Contains(draft.OpenQuestions, q => q.Field == "documents[0]" && q.Question.Contains("Sales", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ValueOutOfRange_IsAskedAbout()
    {
        var draft = await Draft("Search interest", "month,feature flags\n" + Rows(30, i => 80 + i));

        Assert.Empty(draft.Output.Topics);
        Assert.Contains(draft.OpenQuestions, q => q.Question.Contains("from 0 to 100", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MonthTwice_IsAskedAbout()
    {
        var draft = await Draft("Search interest", "month,feature flags\n" + Rows(5, i => i) + "2023-01,7\n");

        Assert.Empty(draft.Output.Topics);
        Assert.Contains(draft.OpenQuestions, q => q.Question.Contains("2023-01-01 twice", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LessThanOneAndGermanTable_AreRead()
    {
        var draft = await Draft("Suchinteresse", "Monat;Feature flags\n01.01.2023;<1\n01.02.2023;3\n01.03.2023;9\n01.04.2023;20\n");
        Assert.Equal("Feature flags", Assert.Single(draft.Output.Topics).Topic);
    }

    [Fact]
    public async Task TextWithCommas_IsNoTable()
    {
        var draft = await Draft("Google Trends talk", "Flags, replay and surveys were spoken of.\nOthers, too.\nIn 2023, much changed.");
        Assert.Contains(draft.OpenQuestions, q => q.Field == "documents[0].date");
    }

    private static string Rows(int months, params Func<int, double>[] columns) => string.Concat(Enumerable.Range(0, months).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"{new DateOnly(2023, 1, 1).AddMonths(i):yyyy-MM},{string.Join(',', columns.Select(c => c(i).ToString(CultureInfo.InvariantCulture)))}\n")));

    private static Task<Draft<TrendReport>> Draft(string title, string text) => TestContexts.DraftAsync(new TrendsAgent(), Companies.FlagTool().WithDocument(title, text).Trends());
}
