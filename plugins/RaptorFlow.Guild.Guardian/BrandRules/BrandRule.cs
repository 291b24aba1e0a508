using RaptorFlow.Guild.Guardian.Rulebook;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Guardian.BrandRules;

/// <summary>A constraint of the brief made a rule; without expressions a person must judge.</summary>
internal sealed record BrandRule(Constraint Constraint, Verdict Severity, CompiledRule? Expressions, string Message, string Suggestion)
{
    public const string Policy = "The brief's own rule";

    public string Citation => $"{Constraint.Evidence.Source}: “{Constraint.Evidence.Quote}”";
}
