using CsCheck;
using Microsoft.Extensions.AI;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Core.Tests.Models;

public sealed class ModelCostTests
{
    private static readonly Gen<decimal> Price = Gen.Decimal[0, 200].Select(price => decimal.Round(price, 3));

    private static readonly Gen<ModelEntry> Entries =
        from prices in Gen.Select(Price, Price, Price, Price, Price)
        from missing in Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool)
        from longer in Gen.Select(Gen.Bool, Gen.Int[1, 999_999], Gen.Select(Price, Price, Price))
        select new ModelEntry
        {
            Id = "m",
            Provider = "p",
            Tiers = ["economy"],
            InputPerMillion = prices.Item1,
            CachedInputPerMillion = missing.Item1 ? null : prices.Item2,
            CacheWritePerMillion = missing.Item2 ? null : prices.Item3,
            OutputPerMillion = prices.Item4,
            ReasoningPerMillion = missing.Item3 ? null : prices.Item5,
            // A long prompt costs no less than a short one: the validator sees to it.
            LongContext = !longer.Item1 ? null : new()
            {
                Above = longer.Item2,
                InputPerMillion = prices.Item1 + longer.Item3.Item1,
                CachedInputPerMillion = (missing.Item1 ? prices.Item1 : prices.Item2) + longer.Item3.Item2,
                OutputPerMillion = prices.Item4 + longer.Item3.Item3,
            },
            MaxOutputTokens = 100_000,
            ContextTokens = 1_000_000,
        };

    private static readonly Gen<(long Fresh, long Cached, long Written, long Visible, long Reasoning)> Parts =
        Gen.Select(Gen.Long[0, 400_000], Gen.Long[0, 400_000], Gen.Long[0, 200_000], Gen.Long[0, 50_000], Gen.Long[0, 50_000]);

    [Fact]
    public void Cost_OfAnyCallWithinTheBound_IsNoMoreThanTheBound() => Gen.Select(Entries, Parts).Sample((entry, parts) =>
    {
        var model = Model.From(entry);
        var bound = model.Bound(parts.Fresh + parts.Cached + parts.Written, (int)Math.Max(1, parts.Visible + parts.Reasoning));
        var cost = model.Cost(Usage(parts));
        Assert.InRange(cost, 0, bound);
    });

    [Fact]
    public void Cost_OfMoreTokensOfAnyKind_IsNoLess() => Gen.Select(Entries, Parts, Parts).Sample((entry, less, more) =>
    {
        var model = Model.From(entry);
        foreach (var raised in new[]
                 {
                     less with { Fresh = less.Fresh + more.Fresh },
                     less with { Cached = less.Cached + more.Cached },
                     less with { Written = less.Written + more.Written },
                     less with { Visible = less.Visible + more.Visible },
                     less with { Reasoning = less.Reasoning + more.Reasoning },
                 })
        {
            Assert.True(model.Cost(Usage(raised)) >= model.Cost(Usage(less)));
        }
    });

    [Fact]
    public void Cost_OfFiguresThatContradictEachOther_IsNoLessThanAnyReadingOfThem() => Gen.Select(Entries, Parts).Sample((entry, parts) =>
    {
        var model = Model.From(entry);
        var contradictory = new UsageDetails
        {
            InputTokenCount = parts.Fresh,
            CachedInputTokenCount = parts.Fresh + parts.Cached + 1,
            OutputTokenCount = parts.Visible,
            ReasoningTokenCount = parts.Visible + parts.Reasoning + 1,
        };
        var cost = model.Cost(contradictory);
        Assert.True(cost >= model.Cost(new() { InputTokenCount = parts.Fresh, OutputTokenCount = parts.Visible }));
        Assert.True(cost >= model.Cost(new() { InputTokenCount = contradictory.CachedInputTokenCount, CachedInputTokenCount = contradictory.CachedInputTokenCount }));
    });

    [Fact]
    public void Cost_OfEveryKindOfToken_IsItsOwnPrice()
    {
        var model = Model.From(Entry());

        // 500 at 2, 300 at 0.2, 200 at 2.5; 60 at 10, 40 at 20
        Assert.Equal(1000 + 60 + 500 + 600 + 800, model.Cost(Usage((500, 300, 200, 60, 40))));
    }

    [Fact]
    public void Cost_OfALongPrompt_IsThatOfTheLongContext_ForTheWholeCall()
    {
        var model = Model.From(Entry());

        Assert.Equal((200_000 * 2) + (100 * 10), model.Cost(new() { InputTokenCount = 200_000, OutputTokenCount = 100 }));
        // Cached tokens make a prompt long, too. Writes and reasoning rise with what they are part of: 5 and 30.
        Assert.Equal(
            (199_000 * 0.4m) + (1 * 4) + (1000 * 5) + (100 * 15) + (10 * 30),
            model.Cost(Usage((1, 199_000, 1000, 100, 10))));
    }

    [Theory]
    [InlineData(null, null, 0)]
    [InlineData(-5L, -7L, 0)]
    [InlineData(long.MaxValue, long.MaxValue, long.MaxValue)]
    public void Cost_OfNonsense_IsNeverNegative(long? input, long? output, long atMost) =>
        Assert.InRange(Model.From(Entry()).Cost(new() { InputTokenCount = input, CachedInputTokenCount = input, OutputTokenCount = output, TotalTokenCount = output }), 0, atMost);

    [Fact]
    public void Cost_OfReasoningThatOnlyTheTotalCounts_IsCharged() =>
        Assert.Equal((100 * 2) + (10 * 10) + (50 * 20), Model.From(Entry()).Cost(new() { InputTokenCount = 100, OutputTokenCount = 10, TotalTokenCount = 160 }));

    private static ModelEntry Entry() => new()
    {
        Id = "m",
        Provider = "p",
        Tiers = ["economy"],
        InputPerMillion = 2,
        CachedInputPerMillion = 0.2m,
        CacheWritePerMillion = 2.5m,
        OutputPerMillion = 10,
        ReasoningPerMillion = 20,
        LongContext = new() { Above = 200_000, InputPerMillion = 4, CachedInputPerMillion = 0.4m, OutputPerMillion = 15 },
        MaxOutputTokens = 64_000,
        ContextTokens = 1_000_000,
    };

    private static UsageDetails Usage((long Fresh, long Cached, long Written, long Visible, long Reasoning) parts) => new()
    {
        InputTokenCount = parts.Fresh + parts.Cached + parts.Written,
        CachedInputTokenCount = parts.Cached,
        OutputTokenCount = parts.Visible + parts.Reasoning,
        ReasoningTokenCount = parts.Reasoning,
        TotalTokenCount = parts.Fresh + parts.Cached + parts.Written + parts.Visible + parts.Reasoning,
        AdditionalCounts = new() { [TokenCounts.CacheWriteCount] = parts.Written },
    };
}
