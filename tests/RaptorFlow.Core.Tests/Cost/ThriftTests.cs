using RaptorFlow.Agents;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Tests.Cost;

public sealed class ThriftTests
{
    [Theory]
    [InlineData(ModelTier.Premium, 800, ModelTier.Premium)]
    [InlineData(ModelTier.Premium, 801, ModelTier.Balanced)]
    [InlineData(ModelTier.Premium, 901, ModelTier.Economy)]
    [InlineData(ModelTier.Premium, 1_200, ModelTier.Economy)]
    [InlineData(ModelTier.Balanced, 900, ModelTier.Balanced)]
    [InlineData(ModelTier.Balanced, 901, ModelTier.Economy)]
    [InlineData(ModelTier.Economy, 1_000, ModelTier.Economy)]
    public void TheScarcestBudget_DecidesTheTier(ModelTier asked, long spentOf1000, ModelTier expected)
    {
        var campaign = new BudgetLeft(BudgetScope.Campaign, "c", 1_000, spentOf1000, HeldMicros: 0);

        var (tier, scarce) = new Thrift().Afford(asked, [new(BudgetScope.WorkspaceMonth, "2026-11", 1_000, 0, 0), campaign]);

        Assert.Equal((expected, expected == asked ? null : campaign), (tier, scarce));
    }

    [Fact]
    public void WhatIsHeld_IsNotScarce()
    {
        var (tier, _) = new Thrift().Afford(ModelTier.Premium, [new(BudgetScope.Run, "r", 1_000, 100, HeldMicros: 890)]);

        Assert.Equal(ModelTier.Premium, tier);
    }

    [Fact]
    public void NoThrift_AsksTheTierAsLongAsTheMoneyLasts()
    {
        var (tier, _) = new Thrift { Premium = 0, Balanced = 0 }.Afford(ModelTier.Premium, [new(BudgetScope.Run, "r", 1_000, 999, 0)]);

        Assert.Equal(ModelTier.Premium, tier);
    }

    [Fact]
    public void Percentages_OutOfRange_AreRefusedByName()
    {
        var options = new CostOptions { Thrift = { Premium = 101, Balanced = -1 } };

        Assert.Equal(
            ["Costs:Thrift:Balanced is -1; it must lie between 0 and 100.", "Costs:Thrift:Premium is 101; it must lie between 0 and 100."],
            new CostOptionsValidator().Validate(null, options).Failures!);
    }
}
