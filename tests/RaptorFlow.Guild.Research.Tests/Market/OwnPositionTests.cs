using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Market;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Tests.Market;

public sealed class OwnPositionTests
{
    private const string Review = "In 2024 we sat with 310 families, up from 270 in 2022. 1,120 people gave every month, on average 11 pounds.";

    [Fact]
    public async Task CountAndAverage_GiveTheIncomeOfAYear()
    {
        var output = (await Draft(Companies.Charity().WithDocument("Annual review 2024", Review, "2024"))).Output;

        var income = Assert.Single(output.OwnPosition, f => f.Basis == FindingBasis.Derived);
        Assert.Contains("147,840 GBP a year", income.Statement, StringComparison.Ordinal);
        Assert.Contains("1,120 people × 11 GBP × 12", income.Derivation, StringComparison.Ordinal);
        Assert.Contains(output.OwnPosition, f => f.Statement.Contains("310 families", StringComparison.Ordinal) && f.Basis == FindingBasis.Stated);
        Assert.Null(output.Tam.Low);
        Assert.DoesNotContain(output.Segments, s => s.Count is not null);
    }

    [Fact]
    public async Task OwnGiftAndFrequency_AreInputsOfTheFormulaNamedAsOwn()
    {
        var draft = await Draft(Companies.Charity().WithDocument("Annual review 2024", Review, "2024"));
        var inputs = draft.Output.Tam.Inputs;

        Assert.Equal((12m, 11m), (inputs[1].Value!.Low, inputs[2].Value!.Low));
        Assert.All(inputs.Skip(1).Take(2), i => Assert.Contains("own records", i.Name, StringComparison.Ordinal));
        Assert.DoesNotContain(draft.OpenQuestions, q => q.Question.Contains("average gift", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ElidedNoun_GivesOwnGrowth()
    {
        var growth = Assert.Single((await Draft(Companies.Charity().WithDocument("Annual review 2024", Review, "2024"))).Output.Growth);

        Assert.Contains("+7.2 % a year from 2022 to 2024", growth.Statement, StringComparison.Ordinal);
        Assert.Contains("Own count of families", growth.Statement, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("de", "Wir beliefern 320 Betriebe.", "320 Betriebe")]
    [InlineData("de", "Unser Umsatz lag 2024 bei 28 Mio. EUR.", "28 Mio. EUR")]
    [InlineData("fr", "Nous servons 1 800 clients.", "1 800 clients")]
    [InlineData("fr", "Notre chiffre d'affaires est de 450 000 €.", "450 000 €")]
    [InlineData("es", "Servimos a nuestros 1.800 clientes.", "1.800 clientes")]
    [InlineData("en", "Our annual recurring revenue is 4 million USD.", "4 million USD")]
    [InlineData("en", "4,000 businesses trust us.", "4,000 businesses")]
    [InlineData("en", "We opened last spring. 900 members pay every month.", "900 members")]
    public async Task OwnFigure_IsQuoted(string language, string text, string expected)
    {
        var company = Company.From("""{ "name": "Elm & Ash", "type": "GmbH" }""", language).WithDocument("Notes", text);
        var output = (await Draft(company)).Output;
        Assert.Contains(output.OwnPosition, f => f.Statement.Contains(expected, StringComparison.Ordinal) && f.Evidence[0].Source == "documents[0]#0");
    }

    [Fact]
    public async Task OwnRevenueAndMarketValue_GiveTheShare()
    {
        var company = Companies.PayrollTool().WithDocument("Notes", "The market was worth 500 million USD in 2024.\n\nOur revenue was 20 million USD in 2024.");
        var share = Assert.Single((await Draft(company)).Output.OwnPosition, f => f.Basis == FindingBasis.Derived);

        Assert.StartsWith("About 4 % of the market's value", share.Statement, StringComparison.Ordinal);
        Assert.Equal(2, share.Evidence.Count);
    }

    [Fact]
    public async Task FiguresOfDifferentYearsOrCurrencies_GiveNoShare()
    {
        var company = Companies.PayrollTool().WithDocument("Notes", "The market was worth 500 million USD in 2014.\n\nOur revenue was 20 million USD in 2024. Our revenue in Europe was 9 million EUR.");
        Assert.DoesNotContain((await Draft(company)).Output.OwnPosition, f => f.Basis == FindingBasis.Derived);
    }

    [Fact]
    public async Task OwnShare_IsPositionAndShareToWin()
    {
        var output = (await Draft(Companies.PayrollTool().WithDocument("Notes", "We hold a market share of 4 %."))).Output;

        Assert.Equal(4m, output.Som.Inputs[^1].Value!.Low);
        Assert.Contains(output.OwnPosition, f => f.Statement.Contains("4 %", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CustomersOfTheDifferentiators_AreRead()
    {
        var company = Company.From("""{ "name": "Elm", "type": "Software", "differentiators": ["Trusted by our 5,000 customers"], "revenue_model": "Subscription" }""", kind: BusinessKind.Subscription);
        Assert.Contains("5,000 customers", Assert.Single((await Draft(company)).Output.OwnPosition).Statement, StringComparison.Ordinal);
    }

    private static Task<Draft<MarketAssessment>> Draft(Company company) => TestContexts.DraftAsync(new MarketAgent(), company.Research);
}
