using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Market;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Tests.Market;

/// <summary>What a model may not do to a market: its numbers stand in their quotations or follow from them.</summary>
public sealed class MarketChecksTests
{
    private static readonly Company Sized = Companies.PayrollTool()
        .WithDocument("Notes", "There are 1,000 small businesses in the county. 20 % of them have employees.\n\nThe average customer pays 50 USD a month.");

    [Fact]
    public async Task TheDraft_Stands() => Assert.Empty(Problems(await Draft()));

    [Fact]
    public async Task SizeThatDoesNotFollow_IsRefused()
    {
        var draft = await Draft();
        Assert.Contains(Problems(draft with { Tam = draft.Tam with { Low = new(700_000m, "USD"), High = new(700_000m, "USD") } }), p => p.Path == "tam.low");
    }

    [Fact]
    public async Task SizeInAnotherCurrency_IsRefused()
    {
        var draft = await Draft();
        Assert.Contains(Problems(draft with { Tam = draft.Tam with { Low = new(600_000m, "EUR"), High = null } }), p => p.Path == "tam.low");
    }

    [Fact]
    public async Task InputThatItsQuotationDoesNotHold_IsRefused()
    {
        var draft = await Draft();
        var inputs = draft.Tam.Inputs.Select(i => i.Value?.Low == 1000 ? i with { Value = i.Value with { Low = 1998, High = 1998 } } : i).ToList();
        Assert.Contains(Problems(draft with { Tam = draft.Tam with { Inputs = inputs } }), p => p.Path == "tam.inputs");
    }

    [Fact]
    public async Task ValueWithoutQuotation_IsRefused()
    {
        var draft = await Draft();
        var inputs = draft.Tam.Inputs.Select(i => i with { Evidence = null }).ToList();
        Assert.Contains(Problems(draft with { Tam = draft.Tam with { Inputs = inputs } }), p => p.Path == "tam.inputs");
    }

    [Fact]
    public async Task OnePriceGivenAsTheMarket_IsRefused()
    {
        var draft = await Draft();
        Assert.Contains(Problems(draft with { Tam = draft.Tam with { Low = new(50m, "USD"), High = new(50m, "USD"), Method = "top_down" } }), p => p.Path == "tam.low");
    }

    [Fact]
    public async Task PartOfAnotherWhole_IsRefused()
    {
        var draft = await Draft();
        var inputs = draft.Sam.Inputs.Select(i => i.Evidence is null ? i with { Value = i.Value! with { Low = 1000, High = 1000 } } : i).ToList();
        Assert.Contains(Problems(draft with { Sam = draft.Sam with { Inputs = inputs } }), p => p.Path == "sam.inputs");
    }

    [Theory]
    [InlineData(FindingBasis.Stated, "About 4,321 customers.")]
    [InlineData(FindingBasis.Derived, "Growth of +37.5 % a year.")]
    public async Task FindingWithANumberOfItsOwn_IsRefused(FindingBasis basis, string statement)
    {
        var draft = await Draft();
        var finding = new Finding(statement, [draft.Tam.Inputs[0].Evidence!]) { Basis = basis, Derivation = "so it is" };
        Assert.Contains(Problems(draft with { OwnPosition = [finding] }), p => p.Path == "own_position");
        Assert.Contains(Problems(draft with { Growth = [finding] }), p => p.Path == "growth");
    }

    [Fact]
    public async Task SegmentCountWithoutItsQuotation_IsRefused()
    {
        var draft = await Draft();
        var segments = draft.Segments.Select(s => s with { Count = new() { Low = 77, High = 77, Text = "77" } }).ToList();
        Assert.Contains(Problems(draft with { Segments = segments }), p => p.Path == "segments");
    }

    private static IEnumerable<OutputProblem> Problems(MarketAssessment output) =>
        ((IAgentBehaviour)new MarketAgent()).Validate(Sized.Research, output, TestContexts.Create());

    private static async Task<MarketAssessment> Draft() => (await TestContexts.DraftAsync(new MarketAgent(), Sized.Research)).Output;
}
