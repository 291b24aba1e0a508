using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cost;

/// <summary>What holds and months go by: the database's clock, which is everybody's. Hosts' clocks differ, and step.</summary>
internal class CostClock
{
    public virtual Task<DateTimeOffset> NowAsync(Scope scope, CancellationToken cancellationToken) => scope.FirstAsync<DateTimeOffset>("select now()", null, cancellationToken);
}
