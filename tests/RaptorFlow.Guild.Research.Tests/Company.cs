using System.Text.Json;
using RaptorFlow.Marketing;
using RaptorFlow.Serialization;

namespace RaptorFlow.Guild.Research.Tests;

/// <summary>A company for a test: the brief as JSON, and what step 1 would read from it, set by hand where it matters.</summary>
internal sealed record Company(CompanyBrief Brief, Fundamentals Facts)
{
    private static readonly JsonSerializerOptions Json = RaptorJson.CreateOptions();

    public IReadOnlyList<CompanyDocument> Documents { get; init; } = [];

    public static Company From(string brief, string language = "en", BusinessKind kind = BusinessKind.Unknown, bool? organisations = null, MarketReach reach = MarketReach.Unknown)
    {
        var read = JsonSerializer.Deserialize<CompanyBrief>(brief, Json)!;
        var facts = read.Facts().ToDictionary(f => f.Source, StringComparer.Ordinal);
        Evidence At(string list, int index, BriefItem item) => facts[item.IsObject ? $"{list}[{index}].{item.NameKey}" : $"{list}[{index}]"];
        Finding? Stated(string field) => facts.TryGetValue(field, out var fact) ? Finding.Stated(fact.Quote, fact) : null;
        return new(read, new Fundamentals
        {
            Company = new() { Name = read.Name, Description = Stated("type"), Industry = Stated("industry"), BriefLanguage = language, CopyLanguage = language },
            Model = new(kind, organisations, Stated("revenue_model") ?? Stated("type")),
            Scope = new(reach, [.. read.Geographies.Select(g => g.Name)], [.. read.Geographies.Select((g, i) => At("geographies", i, g))]),
            Products = [.. read.Products.Select((p, i) => new ProductFact { Id = $"P{i + 1}", Name = p.Name.Split(" (")[0], Evidence = At("products", i, p) })],
            Differentiators = [.. read.Differentiators.Select((d, i) => new Differentiator { Id = $"D{i + 1}", Text = d.Name, Evidence = At("differentiators", i, d) })],
            Segments = [.. read.TargetCustomers.Select((s, i) => new Segment { Id = $"S{i + 1}", Name = s.Name, Evidence = At("target_customers", i, s) })],
            Competitors = [.. read.Competitors.Select((c, i) => new CompetitorFact { Id = $"K{i + 1}", Name = c.Name, Evidence = At("competitors", i, c), Note = facts.GetValueOrDefault($"competitors[{i}].note") })],
            ProofPoints = [],
            History = [],
            Goal = facts.TryGetValue("goal", out var goal) ? new Goal { Evidence = goal, Objective = CampaignObjective.Conversion, Metric = goal.Quote } : null,
            Constraints = [],
            Numbers = [],
            Contradictions = [],
            OtherFacts = [],
        });
    }

    public Company With(Func<Fundamentals, Fundamentals> change) => this with { Facts = change(Facts) };

    public Company WithDocument(string title, string text, string? date = null) =>
        this with { Documents = [.. Documents, new CompanyDocument { Title = title, Text = text, Date = date }] };

    public Company WithSegment(string id, Func<Segment, Segment> change) =>
        With(f => f with { Segments = [.. f.Segments.Select(s => s.Id == id ? change(s) : s)] });

    /// <summary>A budget a month; the split's keys name channels by id, several joined by <c>+</c>.</summary>
    public Company WithBudget(decimal monthly, string currency, params (string Key, decimal Share)[] split)
    {
        var brief = Brief with { Budget = new BriefBudget { Amount = monthly, Currency = currency, Period = "month", Split = split.ToDictionary(s => s.Key, s => s.Share) } };
        var amount = brief.Facts().Single(f => f.Source == "budget.amount");
        return this with
        {
            Brief = brief,
            Facts = Facts with
            {
                Budget = new BudgetFact
                {
                    Given = new(monthly, currency),
                    Period = "month",
                    Monthly = new(monthly, currency),
                    Arithmetic = $"{monthly} {currency} a month",
                    Split = [.. split.Select(s => new SplitShare(s.Key, s.Key.Split('+'), s.Share, brief.Facts().Single(f => f.Source == $"budget.split.{s.Key}")))],
                    SplitSum = split.Sum(s => s.Share),
                    Evidence = [amount],
                },
            },
        };
    }

    public Company WithConstraint(ConstraintEffect effect, ConstraintSubject subject, string source, string quote, params string[] terms) => With(f => f with
    {
        Constraints = [.. f.Constraints, new Constraint
        {
            Id = $"C{f.Constraints.Count + 1}",
            Effect = effect,
            Subject = subject,
            Evidence = new(source, quote),
            Meaning = $"{effect} {subject}",
            Terms = terms,
        }],
    });

    public ResearchInput Research => new() { Company = Brief, Documents = Documents, Fundamentals = Facts };

    public TrendsInput Trends(params IReadOnlyList<SearchInterest> interest) => new() { Company = Brief, Documents = Documents, Fundamentals = Facts, SearchInterest = interest };

    public ChannelInput Channels(PersonaSet? personas = null) => new() { Company = Brief, Documents = Documents, Fundamentals = Facts, Personas = personas ?? new([]) };
}
