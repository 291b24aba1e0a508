using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Council.Strategos;

/// <summary>Step 8: which of the company's own differences to stand for, before whom and against what.</summary>
internal sealed class PositioningAgent : Agent<PositioningInput, PositioningStrategy>
{
    private const int StatementParts = 6;

    protected override ValueTask<Draft<PositioningStrategy>> DraftAsync(PositioningInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var candidates = new Candidates(input, context.Card);
        var ranked = candidates.Rank();
        var winner = ranked.Count > 0 && ranked[0].Total > 0 ? ranked[0] : null;
        var finder = new StatementParts(input, candidates.Scoring, winner);
        var parts = finder.Find();
        var output = new PositioningStrategy
        {
            Statement = Statement(input.Fundamentals.Company.Name, parts),
            Parts = parts,
            Candidates = ranked,
            Against = finder.Against,
        };
        var origins = parts.Values.SelectMany(p => p.Evidence).Select(e => e.Origin()).Distinct(StringComparer.Ordinal).Count();
        return ValueTask.FromResult(new Draft<PositioningStrategy>
        {
            Output = output,
            Confidence = Confidence.FromEvidence(parts.Count, StatementParts, origins, finder.Questions.Count),
            OpenQuestions = finder.Questions,
            ConstraintsApplied = [.. candidates.Used.DistinctBy(u => (u.ConstraintId, u.Effect))],
            Decisions = winner is null ? [] : [Decide(ranked)],
        });
    }

    protected override IEnumerable<OutputProblem> Validate(PositioningInput input, PositioningStrategy output, AgentContext context)
    {
        var known = input.Fundamentals.Differentiators.Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (candidate, i) in output.Candidates.Select((c, i) => (c, i)))
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"candidates[{i}]");
            if (candidate.DifferentiatorIds.Count == 0 || !candidate.DifferentiatorIds.All(known.Contains))
                yield return new($"{path}.differentiator_ids", "Name only differentiators of the brief, by their ids.");
            if (candidate.Total is < 0 or > 1 || candidate.Scores.Values.Any(s => s is < 0 or > 1))
                yield return new($"{path}.total", "Scores and totals lie between 0 and 1.");
            if (i > 0 && candidate.Total > output.Candidates[i - 1].Total)
                yield return new(path, "Candidates stand in the order of their totals, the winner first.");
        }
        foreach (var part in output.Parts.Where(p => p.Value.Evidence.Count == 0))
            yield return new($"parts.{part.Key}", "A part without evidence is left out and asked for.");
        if (output.Statement.Length > context.Card.Limit("statement_max_chars", 700))
            yield return new("statement", "The statement is one sentence; it is too long.");
    }

    private static string Statement(string name, IReadOnlyDictionary<string, Finding> parts)
    {
        if (!parts.TryGetValue("benefit", out var benefit))
            return $"No position can be stated for {name} yet: the brief names nothing that sets it apart and may be claimed.";
        var target = parts.TryGetValue("target", out var t) ? $"For {Quoted(t)}" : "For customers the brief does not name";
        // A need told in the target's own words, or read from a merit of ours, says nothing new in the sentence; it stays among the parts.
        var need = parts.TryGetValue("need", out var n) && n.Basis == FindingBasis.Stated && (t is null || n.Evidence[0] != t.Evidence[0]) ? $", to whom {Quoted(n)} matters" : "";
        var category = parts.TryGetValue("category", out var c) ? $", in the field of {Quoted(c)}," : "";
        var reason = parts.TryGetValue("reason_to_believe", out var r) ? $", backed by {string.Join(", ", r.Evidence.Take(3).Select(e => $"“{e.Quote}”"))}" : "";
        var alternative = parts.TryGetValue("alternative", out var a) ? $"; it is set against {a.Statement}" : "";
        return $"{target}{need}, {name}{category} stands for {string.Join(" and ", benefit.Evidence.Select(e => $"“{e.Quote}”"))}{reason}{alternative}.";
    }

    private static string Quoted(Finding part) => $"“{part.Evidence[0].Quote}”";

    private static Decision Decide(IReadOnlyList<PositioningCandidate> ranked) => new()
    {
        Kind = "arbitration",
        Choice = string.Create(CultureInfo.InvariantCulture, $"Stand for “{ranked[0].Idea}” ({ranked[0].Total:0.00})."),
        Reasons = [ranked[0].Why],
        Alternatives = [.. ranked.Skip(1).Take(6).Select(c => string.Create(CultureInfo.InvariantCulture, $"“{c.Idea}” ({c.Total:0.00}): {c.Why}"))],
    };
}
