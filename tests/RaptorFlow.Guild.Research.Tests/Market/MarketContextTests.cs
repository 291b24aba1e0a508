using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Market;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Tests.Market;

/// <summary>Figures whose cue stands beside them, not in their sentence, in several languages.</summary>
public sealed class MarketContextTests
{
    [Theory]
    [InlineData("The census counts small businesses in the US. 33 million small businesses in 2023.", 33_000_000)]
    [InlineData("There are 6 million US employers with 5 to 50 employees, and we serve 400,000 of them.", 6_000_000)]
    [InlineData("According to the SBA, 33.2 million small businesses operate in the United States.", 33_200_000)]
    [InlineData("Small businesses in the US: 33.2 million (2023).", 33_200_000)]
    [InlineData("In our country there are 33 million small businesses.", 33_000_000)]
    public async Task MarketCount_IsReadWithItsNeighbours(string text, int expected)
    {
        var output = (await Draft(Companies.PayrollTool().WithDocument("Notes", text))).Output;
        Assert.Equal(expected, output.Tam.Inputs[0].Value!.Low);
    }

    [Fact]
    public async Task ValueInTheNextSentence_BelongsToTheMarketNamedBefore()
    {
        var output = (await Draft(Companies.PayrollTool().WithDocument("Notes", "Payroll software is a market of its own. It was worth 12 billion USD in 2023."))).Output;

        Assert.Equal((12_000_000_000m, "top_down"), (output.Tam.Low!.Amount, output.Tam.Method));
    }

    [Fact]
    public async Task GermanCountAndOrderValue_GiveTheMarket()
    {
        var company = Companies.GermanMachineBuilder().WithDocument("Marktnotiz", "Es gibt in Deutschland rund 6.000 Lebensmittelbetriebe.\n\nDer durchschnittliche Auftrag liegt bei 80.000 Euro. Jeder Betrieb bestellt 2 Mal pro Jahr.", "2024");
        Assert.Equal(new Money(6000m * 2 * 80_000m, "EUR"), (await Draft(company)).Output.Tam.Low);
    }

    [Fact]
    public async Task FrenchSpendingPerHousehold_ReplacesVisitsAndBasket()
    {
        var company = Companies.FrenchBakery().WithDocument("Étude de quartier", "Le quartier Saint-Jean compte 7 200 ménages. Un ménage dépense en moyenne 30 € par mois.", "2024");
        var tam = (await Draft(company)).Output.Tam;

        Assert.Equal(new Money(7200m * 30 * 12, "EUR"), tam.Low);
        Assert.Contains("spending per household and year", tam.Formula, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnlyListPrice_IsUsedAndSaidToBeOne()
    {
        var company = Companies.PayrollTool().WithDocument("Notes", "There are 1,000 small businesses in the county.\n\nOur plan costs 40 USD a month.");
        var draft = await Draft(company);

        Assert.Equal(480_000m, draft.Output.Tam.Low!.Amount);
        Assert.Contains("at list price", draft.Output.Tam.Formula, StringComparison.Ordinal);
        Assert.Contains(draft.OpenQuestions, q => q.Question.Contains("average customer", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Our plan costs 40 USD a month, the large one costs 90 USD a month.")]
    [InlineData("Our plan costs 6 USD a month per employee.")]
    public async Task SeveralPricesOrAPriceAHead_AreNoRevenuePerCustomer(string price)
    {
        var company = Companies.PayrollTool().WithDocument("Notes", "There are 1,000 small businesses in the county.\n\n" + price);
        var tam = (await Draft(company)).Output.Tam;

        Assert.Null(tam.Low);
        Assert.Contains("list price", tam.Inputs[1].WhereToFind, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingFigures_AreAskedInPlainWords()
    {
        var draft = await Draft(Companies.FlagTool());
        Assert.DoesNotContain(draft.OpenQuestions, q => q.Question.Contains("the the", StringComparison.Ordinal));
    }

    private static Task<Draft<MarketAssessment>> Draft(Company company) => TestContexts.DraftAsync(new MarketAgent(), company.Research);
}
