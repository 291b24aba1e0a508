using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Market;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Tests.Market;

/// <summary>Numbers that look like figures of the market and are none.</summary>
public sealed class MarketTrapsTests
{
    [Theory]
    [InlineData("Call us on 555 123 4567, small businesses are welcome.")]
    [InlineData("Tel. 07141 220330, small businesses only.")]
    [InlineData("In 2019 small businesses in the US had a hard year.")]
    [InlineData("Founded in 1998 for small businesses in the US.")]
    [InlineData("We are 120 people in the US.")]
    [InlineData("Our team of 120 people serves small businesses in the US.")]
    [InlineData("There are 120 employees in our US office.")]
    [InlineData("We surveyed 1,500 small businesses in the US.")]
    [InlineData("We want 50,000 small businesses in the US as customers.")]
    [InlineData("Chex serves 745,000 small businesses in the US.")]
    [InlineData("There are 15 to 500 employees in such small businesses in the US.")]
    [InlineData("There are 9,000 car washes in Mexico.")]
    public Task NumberOfSomethingElse_IsNoMarketCount(string text) => NoMarket(text);

    [Theory]
    [InlineData("Chex charges on average 100 USD a month per customer.")]
    [InlineData("Chex is a rival. The average customer pays 100 USD a month.")]
    [InlineData("The average salary is 4,000 USD a month.")]
    [InlineData("We raised 100 million USD when the market was down.")]
    [InlineData("The market is expected to be worth 9 billion USD in 2030.")]
    [InlineData("The global car market is worth 3 billion USD.")]
    [InlineData("Our revenue of 40 million USD makes a market of its own.")]
    [InlineData("Rival notes: the market leader Chex has a revenue of 5 billion USD.")]
    public async Task MoneyOfSomethingElse_IsNoMarketValueAndNoAverage(string text)
    {
        var output = await NoMarket(text);
        Assert.DoesNotContain(output.Tam.Inputs, i => i.Value is not null);
    }

    [Theory]
    [InlineData("There are 1,000 small businesses in the US. We have 400 customers. 30 % of them have 5 to 50 employees.")]
    [InlineData("There are 1,000 small businesses in the US. 30 % of them closed last year.")]
    [InlineData("There are 1,000 small businesses in the US. Sales grew by 30 % a year.")]
    public async Task PercentageOfSomethingElse_IsNoShare(string text)
    {
        var output = (await Draft(Companies.PayrollTool().WithDocument("Notes", text))).Output;
        Assert.DoesNotContain(output.Sam.Inputs.Concat(output.Som.Inputs), i => i.Value?.Unit == "%");
    }

    [Theory]
    [InlineData("Chex has a market share of 20 %.")]
    [InlineData("Chex has 745,000 customers. Their revenue is 5 billion USD.")]
    [InlineData("We are 120 people and 14 nurses.")]
    [InlineData("We want 500 customers by 2027.")]
    [InlineData("We interviewed 40 customers.")]
    [InlineData("Our valuation is 9 billion USD.")]
    [InlineData("Our revenue will reach 9 billion USD, as we hope.")]
    [InlineData("We run 12 restaurants.")]
    [InlineData("Our team has 30 members.")]
    [InlineData("Our team of 120 people serves small businesses in the US.")]
    public async Task NumberOfSomethingElse_IsNoOwnPosition(string text)
    {
        var output = (await Draft(Companies.PayrollTool().WithDocument("Notes", text))).Output;
        Assert.DoesNotContain(output.OwnPosition, f => f.Evidence.Any(e => e.Source.StartsWith("documents", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Il y a 33 000 boulangeries en France, 320 boulangeries à Lyon.")]
    [InlineData("Il y a 150 restaurants à Lyon.")]
    [InlineData("Nous servons environ 450 clients par jour.")]
    public async Task ShopsOfTheTradeAndOtherBuyers_AreNotTheHouseholdsOfTheFormula(string text)
    {
        var output = (await Draft(Companies.FrenchBakery().WithDocument("Notes", text))).Output;
        Assert.Null(output.Tam.Inputs[0].Value);
    }

    [Fact]
    public async Task YearsOfASentence_AreNoSizesAndSinceDatesNothing()
    {
        var company = Companies.PayrollTool().WithDocument("Notes", "The US payroll software market grew from $8.1 billion in 2021 to $9.3 billion in 2023. Since 1972 we have served 4,100 customers.", "2024");
        var output = (await Draft(company)).Output;

        Assert.Equal((9_300_000_000m, 9_300_000_000m), (output.Tam.Low!.Amount, output.Tam.High!.Amount));
        Assert.DoesNotContain(output.Growth, f => f.Statement.Contains("1972", StringComparison.Ordinal));
    }

    [Fact]
    public async Task StaffAndValuationOfTheBrief_AreNoPosition()
    {
        var output = (await Draft(Companies.PayrollTool())).Output;
        Assert.DoesNotContain(output.OwnPosition, f => f.Statement.StartsWith("employees", StringComparison.Ordinal) || f.Statement.StartsWith("valuation", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheGoal_IsNoPosition()
    {
        var company = Company.From("""{ "name": "Elm", "type": "Charity", "goal": "200 new regular donors before Christmas", "constraints": ["Our 300 donors are never named"] }""");
        Assert.Empty((await Draft(company)).Output.OwnPosition);
    }

    private static async Task<MarketAssessment> NoMarket(string text)
    {
        var output = (await Draft(Companies.PayrollTool().WithDocument("Notes", text))).Output;
        Assert.DoesNotContain(output.Segments, s => s.Count is not null);
        Assert.DoesNotContain(output.Tam.Inputs, i => i.Value is not null);
        Assert.Equal("not_computable", output.Tam.Method);
        return output;
    }

    private static Task<Draft<MarketAssessment>> Draft(Company company) => TestContexts.DraftAsync(new MarketAgent(), company.Research);
}
