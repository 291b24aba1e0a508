using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Market;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Tests.Market;

public sealed class MarketAgentTests
{
    [Fact]
    public async Task NoFigures_NamesWhatIsMissingAndNoNumber()
    {
        var draft = await Draft(Companies.FlagTool());

        foreach (var size in new[] { draft.Output.Tam, draft.Output.Sam, draft.Output.Som })
        {
            Assert.Equal("not_computable", size.Method);
            Assert.True(size.Low is null && size.High is null);
            Assert.All(size.Inputs, i => Assert.False(string.IsNullOrWhiteSpace(i.WhereToFind)));
        }
        Assert.Contains(draft.OpenQuestions, q => q.Question.Contains("Pennant", StringComparison.Ordinal));
        Assert.Equal(0, draft.Confidence.Value);
    }

    [Fact]
    public async Task CountAndRevenue_GiveTheSubscriptionMarketBottomUp()
    {
        var company = Companies.PayrollTool().WithDocument("Market notes", "There are 33 million small businesses in the US (SBA, 2023). 20 % of them have employees.\n\nThe average customer pays 1,200 USD a year.");
        var output = (await Draft(company)).Output;

        Assert.Equal("bottom_up", output.Tam.Method);
        Assert.Equal(new Money(39_600_000_000m, "USD"), output.Tam.Low);
        Assert.Equal(new Money(7_920_000_000m, "USD"), output.Sam.Low);
        Assert.Null(output.Som.Low);
        Assert.Equal(33_000_000m, output.Segments.Single(s => s.SegmentId == "S1").Count!.Low);
    }

    [Fact]
    public async Task MonthlyRevenue_IsTakenTimesTwelve()
    {
        var company = Companies.PayrollTool().WithDocument("Notes", "There are 1,000 small businesses in the county.\n\nThe average customer pays 50 USD a month.");

        Assert.Equal(600_000m, (await Draft(company)).Output.Tam.Low!.Amount);
    }

    [Fact]
    public async Task FrenchBakery_IsSizedByHouseholdsVisitsAndBasket()
    {
        var company = Companies.FrenchBakery().WithDocument("Étude de quartier", "Le quartier Saint-Jean compte 7 200 ménages.\n\nLes habitants achètent du pain 2 fois par semaine.\n\nLe panier moyen est de 6,50 €.", "2024");
        var output = (await Draft(company)).Output;

        Assert.Equal(new Money(7200m * 104 * 6.5m, "EUR"), output.Tam.Low);
        Assert.Contains("average basket per visit", output.Tam.Formula, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Formula_FollowsTheKindOfBusiness()
    {
        var charity = (await Draft(Companies.Charity())).Output.Tam.Formula;
        var builder = (await Draft(Companies.GermanMachineBuilder())).Output.Tam.Formula;

        Assert.Contains("average gift", charity, StringComparison.Ordinal);
        Assert.Contains("average order value", builder, StringComparison.Ordinal);
        Assert.Contains("Deutschland, Österreich, Schweiz", builder, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BothWays_AreCrossChecked()
    {
        var company = Companies.PayrollTool().WithDocument("Notes", "There are 1,000 small businesses in the county.\n\nThe average customer pays 100 USD a month.\n\nThe market is worth 6 million USD a year.");
        var tam = (await Draft(company)).Output.Tam;

        Assert.Equal("top_down+bottom_up", tam.Method);
        Assert.Equal((1_200_000m, 6_000_000m), (tam.Low!.Amount, tam.High!.Amount));
        Assert.Contains("factor of 5.0", tam.CrossCheck, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UncertainCount_KeepsItsRange()
    {
        var company = Companies.PayrollTool().WithDocument("Notes", "There are between 1,000 and 2,000 small businesses in the county.\n\nThe average customer pays 100 USD a year.");
        var tam = (await Draft(company)).Output.Tam;

        Assert.Equal((100_000m, 200_000m), (tam.Low!.Amount, tam.High!.Amount));
    }

    [Fact]
    public async Task OwnCustomersAndValuation_AreNoMarket()
    {
        var company = Companies.PayrollTool().WithDocument("About", "We serve 4,000 small businesses. Our valuation is 9 billion USD.");
        var output = (await Draft(company)).Output;

        Assert.Equal("not_computable", output.Tam.Method);
        Assert.Contains(output.OwnPosition, f => f.Statement == "customers: 4,000+ businesses");
    }

    [Fact]
    public async Task DatedValues_GiveTheCompoundRate()
    {
        var company = Companies.PayrollTool()
            .WithDocument("Report 2020", "The market is worth 100 million USD.", "2020")
            .WithDocument("Report 2022", "The market is worth 121 million USD.", "2022");
        var growth = Assert.Single((await Draft(company)).Output.Growth);

        Assert.Contains("+10.0 % a year from 2020 to 2022", growth.Statement, StringComparison.Ordinal);
        Assert.Equal(2, growth.Evidence.Count);
    }

    private static Task<Draft<MarketAssessment>> Draft(Company company) => TestContexts.DraftAsync(new MarketAgent(), company.Research);
}
