using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Council.Strategos;

/// <summary>Builds and ranks positions: each differentiator alone, and pairs that answer different sides of the goal.</summary>
internal sealed class Candidates(PositioningInput input, AgentCard card)
{
    private static readonly string[] Names = ["evidence", "relevance", "difference", "constraint_fit"];
    private readonly CandidateScoring _scoring = new(input, card);

    public List<ConstraintUse> Used { get; } = [];

    public CandidateScoring Scoring => _scoring;

    public IReadOnlyList<PositioningCandidate> Rank()
    {
        var singles = input.Fundamentals.Differentiators.Select(Single).ToList();
        return [.. singles.Concat(Pairs(singles)).OrderByDescending(c => c.Total).ThenBy(c => c.DifferentiatorIds.Count).ThenBy(c => c.DifferentiatorIds[0], StringComparer.Ordinal)];
    }

    private PositioningCandidate Single(Differentiator differentiator)
    {
        Score[] parts = [_scoring.Evidence(differentiator), _scoring.Relevance(differentiator), _scoring.Difference(differentiator), _scoring.ConstraintFit(differentiator, Used)];
        var scores = Names.Zip(parts).ToDictionary(p => p.First, p => Math.Round(p.Second.Value, 2), StringComparer.Ordinal);
        var why = parts[3].Value < 1 ? $"{Capital(parts[1].Why)}; {parts[3].Why}." : $"{Capital(parts[1].Why)}; {parts[2].Why}; {parts[0].Why}.";
        return new([differentiator.Id], differentiator.Text.Trim(), scores, Total(scores), why);
    }

    private IEnumerable<PositioningCandidate> Pairs(List<PositioningCandidate> singles)
    {
        var minimum = card.Parameter("pair_relevance", 0.5);
        var good = singles.Where(s => s.Scores["relevance"] >= minimum && s.Scores["constraint_fit"] > 0.5).OrderByDescending(s => s.Total).Take(3).ToList();
        for (var i = 0; i < good.Count; i++)
        {
            for (var j = i + 1; j < good.Count; j++)
            {
                var (a, b) = (good[i], good[j]);
                if (Themes.In(a.Idea).Select(t => t.Name).Intersect(Themes.In(b.Idea).Select(t => t.Name)).Any())
                    continue;
                var scores = Names.ToDictionary(n => n, n => Math.Round((a.Scores[n] + b.Scores[n]) / 2, 2), StringComparer.Ordinal);
                yield return new([a.DifferentiatorIds[0], b.DifferentiatorIds[0]], $"{a.Idea} + {b.Idea}", scores,
                    Math.Max(0, Math.Round(Total(scores) - card.Parameter("pair_cost", 0.03), 3)),
                    "Two ideas that answer different sides of the goal; two are harder to remember than one, which costs points.");
            }
        }
    }

    private double Total(Dictionary<string, double> scores) =>
        scores["constraint_fit"] <= 0 ? 0 : Math.Round(
            scores["evidence"] * card.Parameter("weight_evidence", 0.2) + scores["relevance"] * card.Parameter("weight_relevance", 0.45)
            + scores["difference"] * card.Parameter("weight_difference", 0.2) + scores["constraint_fit"] * card.Parameter("weight_constraint_fit", 0.15), 3);

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
