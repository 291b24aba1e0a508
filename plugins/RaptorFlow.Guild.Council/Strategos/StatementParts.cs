using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Text;

namespace RaptorFlow.Council.Strategos;

/// <summary>Finds the parts of the positioning statement in the brief; what it does not hold is asked.</summary>
internal sealed class StatementParts(PositioningInput input, CandidateScoring scoring, PositioningCandidate? winner)
{
    private readonly Fundamentals _facts = input.Fundamentals;

    public List<OpenQuestion> Questions { get; } = [];

    public string? Against { get; private set; }

    public IReadOnlyDictionary<string, Finding> Find()
    {
        var parts = new Dictionary<string, Finding>(StringComparer.Ordinal);
        Add(parts, "target", Target());
        Add(parts, "need", Need());
        Add(parts, "category", Category());
        Add(parts, "benefit", Benefit());
        Add(parts, "reason_to_believe", Reason());
        Add(parts, "alternative", Alternative());
        return parts;
    }

    private static void Add(Dictionary<string, Finding> parts, string name, Finding? part)
    {
        if (part is not null)
            parts[name] = part;
    }

    private Finding? Target()
    {
        if (_facts.Goal is { Audience: { Length: > 0 } audience } goal && goal.Evidence.Quote.Contains(audience, StringComparison.Ordinal))
            return Finding.Stated(audience, new Evidence(goal.Evidence.Source, audience));
        var segment = _facts.Segments.FirstOrDefault(s => s.InGoal) ?? _facts.Segments.FirstOrDefault(s => s.Priority == SegmentPriority.Primary);
        if (segment is not null)
            return Finding.Derived(segment.Name, "The goal names nobody; the brief's first segment stands in.", segment.Evidence);
        Questions.Add(new($"Whom should {_facts.Company.Name} win first?", "target_customers") { Why = "Without a target there is no position." });
        return null;
    }

    private Finding? Need()
    {
        var person = input.Personas.People.OrderByDescending(p => p.InGoal).FirstOrDefault();
        var need = person?.Pains.Concat(person.Goals).Concat(person.Triggers).FirstOrDefault()
            ?? _facts.Products.Where(p => _facts.Goal?.ProductIds.Contains(p.Id) ?? false).SelectMany(p => p.Jobs).FirstOrDefault();
        if (need is null)
            Questions.Add(new($"What makes {Who()} look for something else than what they have today?", "target_customers") { Why = "The brief tells who they are, not what they lack; the statement leaves the need out until it does." });
        return need;
    }

    private Finding? Category()
    {
        var (industry, description) = (_facts.Company.Industry, _facts.Company.Description);
        var category = industry is null || description is null ? industry ?? description
            : Terms.Content(description.Evidence[0].Quote).Count > Terms.Content(industry.Evidence[0].Quote).Count ? description : industry;
        if (category is null)
            Questions.Add(new($"In one line, what is {_facts.Company.Name}: what kind of product, shop or service?", "industry"));
        return category is null ? null : Finding.Stated(category.Evidence[0].Quote, category.Evidence[0]);
    }

    private Finding? Benefit()
    {
        var chosen = Chosen();
        if (chosen.Count > 0 && winner is { Total: > 0 })
            return Finding.Stated(string.Join("; ", chosen.Select(d => d.Text)), [.. chosen.Select(d => d.Evidence)]);
        Questions.Add(new($"What do customers get from {_facts.Company.Name} that they do not get elsewhere?", "differentiators") { Why = "It is what the position is built from." });
        return null;
    }

    private Finding? Reason()
    {
        var chosen = Chosen();
        if (chosen.Count == 0)
            return null;
        var proof = chosen.SelectMany(scoring.Proof).Distinct().ToList();
        if (proof.Count == 0)
        {
            Questions.Add(new($"What shows that this is so: “{chosen[0].Text}”? A figure, a customer's words, a test.", "differentiators") { Why = "A claim without proof is only a claim." });
            return null;
        }
        return Finding.Derived(string.Join(", ", proof.Select(p => p.Quote)), "Other places of the brief and documents that speak for the benefit.", proof);
    }

    private Finding? Alternative()
    {
        var focus = scoring.Focus();
        var told = input.Competitors.FocusIds.Count > 0 || _facts.Goal?.CompetitorIds.Count > 0;
        if (focus.Count > 0 && (told || focus.Count == 1))
        {
            Against = string.Join(", ", focus.Select(c => c.Name));
            return Finding.Derived(Against, input.Competitors.FocusReason ?? _facts.Goal?.CompetitorReason ?? "The competitor that meets the goal's product, or the only one named.",
                [.. focus.SelectMany(c => new[] { c.Evidence, c.Note }).OfType<Evidence>()]);
        }
        if (focus.Count > 0)
        {
            Against = focus[0].Name;
            Questions.Add(new($"Which of {string.Join(", ", focus.Select(c => c.Name))} do you meet most often when you win or lose {Who()}?", "competitors") { Why = "Until told, the first one named stands as the alternative." });
            return Finding.Derived(focus[0].Name, "The goal does not tell which competitor matters; the brief's first stands in.", [.. new[] { focus[0].Evidence, focus[0].Note }.OfType<Evidence>()]);
        }
        Questions.Add(new($"What do people use or do today instead of {_facts.Company.Name}?", "competitors"));
        return null;
    }

    private List<Differentiator> Chosen() =>
        [.. winner is null ? [] : _facts.Differentiators.Where(d => winner.DifferentiatorIds.Contains(d.Id))];

    private string Who() => _facts.Goal?.Audience ?? _facts.Segments.Select(s => s.Name).FirstOrDefault() ?? "your customers";
}
