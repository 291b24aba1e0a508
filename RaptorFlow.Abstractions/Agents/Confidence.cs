namespace RaptorFlow.Agents;

/// <summary>How far an answer can be trusted: computed, never asserted, and explained in one line.</summary>
/// <param name="Value">0 (nothing is backed) to 1.</param>
/// <param name="Explanation">One line: what it was computed from.</param>
public sealed record Confidence(double Value, string Explanation)
{
    /// <summary>
    /// The common computation: the share of an answer's fields that evidence backs, weighed down when all evidence
    /// comes from one kind of source and by each open question.
    /// </summary>
    /// <remarks>value = backed ÷ fields × (independent sources &gt; 1 ? 1 : 0.85) × 1 ÷ (1 + 0.05 × questions), to two decimals.</remarks>
    /// <param name="backed">Fields with evidence; 0 to <paramref name="fields"/>.</param>
    /// <param name="fields">Fields the answer should have; at least 1.</param>
    /// <param name="independentSources">Distinct origins among the evidence: the brief is one, each document is one.</param>
    /// <param name="openQuestions">Questions left open.</param>
    public static Confidence FromEvidence(int backed, int fields, int independentSources, int openQuestions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fields, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(backed);
        var share = Math.Min(1.0, (double)backed / fields);
        var independence = independentSources > 1 ? 1.0 : 0.85;
        var value = Math.Round(share * independence / (1 + 0.05 * openQuestions), 2, MidpointRounding.AwayFromZero);
        var sources = independentSources switch { 0 => "no source", 1 => "one source", _ => $"{independentSources} sources" };
        var questions = openQuestions == 1 ? "1 open question" : $"{openQuestions} open questions";
        return new(value, $"{Math.Min(backed, fields)} of {fields} fields backed by evidence from {sources}; {questions}.");
    }
}
