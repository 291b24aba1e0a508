namespace RaptorFlow.Core.Cost;

/// <summary>Money reserved for a call under way.</summary>
public sealed record Hold(Guid Id, CostScope Scope, string Month, long Micros, DateTimeOffset ExpiresAt);

/// <summary>A hold, or which budget lacks how much.</summary>
public sealed record HoldResult(Hold? Hold, HoldRefusal? Refusal);

/// <summary>Why there is no hold.</summary>
/// <param name="Scope">The budget that lacks most.</param>
/// <param name="ScopeId">The month as <c>2026-11</c>, or the id of the campaign or run.</param>
/// <param name="LeftMicros">What that budget has left; negative when late answers overdrew it.</param>
/// <param name="LackingMicros">How much more it would have needed.</param>
public sealed record HoldRefusal(BudgetScope Scope, string ScopeId, long LeftMicros, long LackingMicros)
{
    public override string ToString() => $"{Scope.Describe()} {ScopeId} has {Money.Usd(Math.Max(0, LeftMicros))} left and lacks {Money.Usd(LackingMicros)}";
}
