using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cost;

/// <summary>What holds and months go by: the database's clock, which is everybody's. Hosts' clocks differ, and step.</summary>
internal class CostClock
{
    /// <summary>What a statement takes for now in place of the database's clock; null but in tests.</summary>
    public virtual DateTimeOffset? Fixed => null;

    public virtual Task<DateTimeOffset> NowAsync(Scope scope, CancellationToken cancellationToken) => scope.FirstAsync<DateTimeOffset>("select now()", null, cancellationToken);
}
