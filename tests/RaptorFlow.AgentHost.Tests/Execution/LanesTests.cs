using RaptorFlow.Agents;
using RaptorFlow.AgentHost.Execution;

namespace RaptorFlow.AgentHost.Tests.Execution;

public sealed class LanesTests : IDisposable
{
    private readonly Lanes _lanes = new(new() { ConcurrencyPerGuild = 4 });

    public void Dispose() => _lanes.Dispose();

    [Fact]
    public void Update_GuildAndAgentWithALimit_AddsALaneForEachOnce()
    {
        Assert.Equal(["muse", "muse/MUS-001"], Update(Card("MUS-001", 1), Card("MUS-002", null)).Order());
        Assert.Empty(Update(Card("MUS-001", 2)));
    }

    [Fact]
    public void Update_LimitLowered_GivesNoSlotUntilEnoughCameBack()
    {
        Update(Card("MUS-001", 3));
        var lane = _lanes["muse/MUS-001"];
        Assert.Equal(3, lane.Take(10));

        Update(Card("MUS-001", 1));

        _lanes.Release(lane, 2);
        Assert.Equal(0, lane.Take(10));
        _lanes.Release(lane, 1);
        Assert.Equal(1, lane.Take(10));
    }

    [Fact]
    public void Update_LimitRaised_GivesMoreAtOnce()
    {
        Update(Card("MUS-001", 1));
        Assert.Equal(1, _lanes["muse/MUS-001"].Take(10));

        Update(Card("MUS-001", 3));

        Assert.Equal(2, _lanes["muse/MUS-001"].Take(10));
    }

    [Fact]
    public void Update_AgentWithoutItsLimit_KeepsServingWhatWaitsInItsLane()
    {
        Update(Card("MUS-001", 1));

        Update(Card("MUS-001", null));

        Assert.Equal(4, _lanes["muse/MUS-001"].Take(10));
    }

    [Fact]
    public void Update_GuildGone_ItsLanesTakeNothingUntilItComesAgain()
    {
        Update(Card("MUS-001", 1));
        var lane = _lanes["muse"];
        Assert.Equal(1, lane.Take(1));

        _lanes.Update(new Dictionary<string, IReadOnlyList<AgentCard>>());
        Assert.Equal(0, lane.Take(10));
        Assert.Empty(_lanes.Reserve(["muse"], _lanes["muse/MUS-001"]));
        _lanes.Release(lane, 1);

        Assert.Empty(Update(Card("MUS-001", 1)));
        Assert.Equal(4, lane.Take(10));
    }

    private IEnumerable<string> Update(params AgentCard[] cards) =>
        _lanes.Update(new Dictionary<string, IReadOnlyList<AgentCard>> { ["muse"] = cards }).Select(l => l.Name);

    private static AgentCard Card(string code, int? concurrency) => new() { Code = code, Name = code, Summary = "s", Capabilities = [], Concurrency = concurrency };
}
