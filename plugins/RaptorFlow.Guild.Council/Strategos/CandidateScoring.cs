using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Text;

namespace RaptorFlow.Council.Strategos;

/// <summary>Scores one differentiator against goal, competition and constraints.</summary>
internal sealed class CandidateScoring(PositioningInput input, AgentCard card)
{
    private readonly Fundamentals _facts = input.Fundamentals;
    private readonly IReadOnlyList<Evidence> _all = [.. input.AllFacts()];

    /// <summary>Places beside the claim itself that speak for it.</summary>
    public IReadOnlyList<Evidence> Proof(Differentiator differentiator)
    {
        var claim = differentiator.Text;
        var needed = card.Parameter("proof_overlap", 0.5);
        var found = _all.Where(f => f.Source != differentiator.Evidence.Source && MayProve(f) && Terms.Shared(claim, f.Quote).Count >= 2 && Terms.Overlap(claim, f.Quote) >= needed);
        // A claim of breadth is borne out by what is offered.
        var offered = Themes.In(claim).Any(t => t.Name == "breadth") && _facts.Products.Count > 2 ? _facts.Products.Select(p => p.Evidence) : [];
        return [.. differentiator.Proof.Concat(found).Concat(offered).Distinct().Take(6)];
    }

    public Score Evidence(Differentiator differentiator)
    {
        var proof = Proof(differentiator);
        var value = Math.Min(1, 0.4 + 0.2 * proof.Select(p => p.Source).Distinct(StringComparer.Ordinal).Take(3).Count());
        return new(value, proof.Count == 0 ? "stands alone in the brief" : $"{string.Join(", ", proof.Take(3).Select(p => p.Source))} speak for it");
    }

    public Score Relevance(Differentiator differentiator)
    {
        if (_facts.Goal is not { } goal)
            return new(0.5, "the brief has no goal to hold it against");
        var themes = Themes.In(differentiator.Text);
        if (themes.Count > 0 && themes.All(t => t.Inward))
            return new(0.05, "it tells of the company's own position, not of what a customer gains");
        var best = new Score(0.1, "nothing links it to the goal");
        foreach (var score in Answers(themes, goal).Append(Words(differentiator, goal)).Append(Products(differentiator, goal)))
            best = score.Value > best.Value ? score : best;
        var people = string.Join(" ", input.Personas.People.Where(p => p.InGoal).SelectMany(p => p.Goals.Concat(p.Pains).Concat(p.Triggers).Concat(p.Context)).Select(f => f.Statement));
        var bonus = people.Length > 0 && Terms.Shared(differentiator.Text, people).Count > 0 ? 0.1 : 0;
        return best with { Value = Math.Min(1, best.Value + bonus) };
    }

    private IEnumerable<Score> Answers(IReadOnlyList<Themes.Theme> themes, Goal goal)
    {
        var audience = goal.Audience ?? "";
        var metric = card.Parameter("metric_weight", 0.8);
        var heard = Themes.NeedsIn(audience).Select(n => (Need: n, Weight: 1.0, Where: audience))
            .Concat(Themes.NeedsIn($"{goal.Metric} {goal.Evidence.Quote}").Select(n => (Need: n, Weight: metric, Where: goal.Evidence.Quote)));
        return from need in heard
               from theme in themes
               where need.Need.Answers.ContainsKey(theme.Name)
               select new Score(need.Need.Answers[theme.Name] * need.Weight, $"it speaks of {theme.Label}; the goal says “{need.Where}”, and {need.Need.Reason}");
    }

    private Score Words(Differentiator differentiator, Goal goal)
    {
        var segments = string.Join(" ", _facts.Segments.Where(s => s.InGoal).Select(s => s.Evidence.Quote));
        var shared = Terms.Shared(differentiator.Text, $"{goal.Evidence.Quote} {segments}");
        var value = Math.Min(0.9, 0.35 * shared.Count);
        return new(value, $"it shares words with the goal or its segment ({string.Join(", ", shared)})");
    }

    private static Score Products(Differentiator differentiator, Goal goal)
    {
        var shared = differentiator.ProductIds.Intersect(goal.ProductIds).ToList();
        return shared.Count == 0 ? new(0, "") : new(0.85, $"it speaks of the goal's product ({string.Join(", ", shared)})");
    }

    public Score Difference(Differentiator differentiator)
    {
        var focus = Focus();
        if (focus.Count == 0)
            return new(0.5, "no competitor is named to differ from");
        var themes = Themes.In(differentiator.Text);
        var scores = focus.Select(c => Against(differentiator, themes, c)).ToList();
        var decided = scores.OrderByDescending(s => Math.Abs(s.Value - 0.5)).First();
        return new(Math.Round(scores.Average(s => s.Value), 3), decided.Why);
    }

    /// <summary>The competitors that matter for the goal; all of them where the goal does not tell.</summary>
    public IReadOnlyList<CompetitorFact> Focus()
    {
        var ids = input.Competitors.FocusIds.Count > 0 ? input.Competitors.FocusIds : _facts.Goal?.CompetitorIds ?? [];
        var focus = _facts.Competitors.Where(c => ids.Contains(c.Id)).ToList();
        return focus.Count > 0 ? focus : _facts.Competitors;
    }

    private Score Against(Differentiator differentiator, IReadOnlyList<Themes.Theme> themes, CompetitorFact competitor)
    {
        var known = string.Join(" ", new[] { competitor.Note }.Concat(competitor.Mentions).OfType<Evidence>().Select(e => e.Quote));
        if (competitor.Note is null)
            return new(0.5, $"nothing is told of {competitor.Name}");
        var theirs = Themes.In(known);
        if (themes.SelectMany(t => t.Against).Intersect(theirs.Select(t => t.Name)).Any())
            return new(1, $"{competitor.Name} is on the other side: “{competitor.Note.Quote}”");
        if (themes.Any(t => t.Name == "breadth") && theirs.All(t => t.Name != "breadth") && input.Competitors.Competitors.Any(v => v.Id == competitor.Id && v.MeetsProductIds.Count == 1))
            return new(1, $"{competitor.Name} is said to meet one product only: “{competitor.Note.Quote}”");
        if (themes.Any(t => theirs.Any(o => o.Name == t.Name)) || Terms.Overlap(differentiator.Text, known) >= 0.5)
            return new(0.15, $"{competitor.Name} is said to offer something alike: “{competitor.Note.Quote}”");
        return new(0.7, $"“{competitor.Note.Quote}” says nothing of the kind about {competitor.Name}");
    }

    public Score ConstraintFit(Differentiator differentiator, ICollection<ConstraintUse> used)
    {
        var worst = new Score(1, "no constraint touches it");
        foreach (var constraint in _facts.Constraints)
        {
            var score = Fit(differentiator.Text, constraint);
            if (score.Value >= 1)
                continue;
            used.Add(new(constraint.Id, string.Create(CultureInfo.InvariantCulture, $"“{differentiator.Text}” scored {score.Value:0.0} for constraint fit: {score.Why}")));
            worst = score.Value < worst.Value ? score : worst;
        }
        return worst;
    }

    private static Score Fit(string text, Constraint constraint)
    {
        var term = constraint.Terms.FirstOrDefault(t => Terms.Holds(text, t));
        if (constraint.Effect == ConstraintEffect.Forbids && term is not null && constraint.Subject is ConstraintSubject.Claim or ConstraintSubject.Wording or ConstraintSubject.Tone or ConstraintSubject.Other)
            return new(0, $"{constraint.Id} forbids “{term}”");
        var themes = Themes.In(text);
        if (constraint.Subject == ConstraintSubject.Comparison && Terms.Holds(text, "competitor*"))
            return constraint.Effect == ConstraintEffect.Forbids ? new(0, $"{constraint.Id} forbids comparisons") : new(0.5, $"it compares, and {constraint.Id} sets conditions for that");
        if (constraint.Subject == ConstraintSubject.Price && themes.Any(t => t.Name == "price"))
            return constraint.Effect == ConstraintEffect.Forbids ? new(0.2, $"{constraint.Id} forbids to speak of prices so") : new(0.7, $"it speaks of the price, and {constraint.Id} sets conditions for that");
        return new(1, "");
    }

    private static bool MayProve(Evidence fact) =>
        !fact.Source.StartsWith("constraints", StringComparison.Ordinal) && fact.Source != "goal" && fact.Source != "name"
        && !fact.Source.StartsWith("competitors", StringComparison.Ordinal) && !fact.Source.StartsWith("target_customers", StringComparison.Ordinal);
}
