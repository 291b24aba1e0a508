using RaptorFlow.Marketing;

namespace RaptorFlow.Sketches;

/// <summary>A company in a few words, from which brief and readings are built for tests.</summary>
internal sealed record CompanySketch
{
    public required string Name { get; init; }

    public string Language { get; init; } = "en";

    public string? Type { get; init; }

    public string? Industry { get; init; }

    public string? Founded { get; init; }

    public string[] Products { get; init; } = [];

    public string[] Segments { get; init; } = [];

    public string[] Roles { get; init; } = [];

    public (string Name, string? Note)[] Competitors { get; init; } = [];

    public string[] Differentiators { get; init; } = [];

    public string[] Adjectives { get; init; } = [];

    public string[] Samples { get; init; } = [];

    public string[] Places { get; init; } = [];

    public string[] History { get; init; } = [];

    public MarketReach Reach { get; init; }

    public string? Goal { get; init; }

    public string Metric { get; init; } = "";

    public string? Audience { get; init; }

    public CampaignObjective Objective { get; init; } = CampaignObjective.Conversion;

    public DateSpan? Period { get; init; }

    public string[] GoalProducts { get; init; } = [];

    public string[] Focus { get; init; } = [];

    public (string Text, ConstraintEffect Effect, ConstraintSubject Subject, string[] Terms)[] Constraints { get; init; } = [];

    public decimal? Monthly { get; init; }

    public string Currency { get; init; } = "EUR";

    public (string Name, string[] Ids, decimal Share)[] Split { get; init; } = [];

    public double? Formality { get; init; }

    public double? Playfulness { get; init; }

    public double? Technicality { get; init; }

    public string[] Avoid { get; init; } = [];

    public BusinessKind Kind { get; init; }

    public bool? Organisations { get; init; }

    public CompanyBrief Brief => new()
    {
        Name = Name, Type = Type, Industry = Industry, Founded = Founded, Goal = Goal,
        Products = Items(Products), TargetCustomers = Items(Segments), Differentiators = Items(Differentiators),
        Geographies = Items(Places), Languages = Items([Language]), PastCampaigns = Items(History), Constraints = Items([.. Constraints.Select(c => c.Text)]),
        Competitors = [.. Competitors.Select(c => new BriefItem { Name = c.Name, Note = c.Note, IsObject = true })],
        BrandVoice = new() { Adjectives = Items(Adjectives), SampleLines = Items(Samples) },
    };

    public Fundamentals Fundamentals => new()
    {
        Company = new()
        {
            Name = Name, BriefLanguage = Language, CopyLanguage = Language,
            Description = Fact("type", Type), Industry = Fact("industry", Industry), Founded = Fact("founded", Founded),
        },
        Model = new(Kind, Organisations, null),
        Scope = new(Reach, Places, [.. Places.Select((p, i) => At("geographies", i, p))]),
        Products = [.. Products.Select((p, i) => new ProductFact { Id = $"P{i + 1}", Name = p.Split(" (")[0], Evidence = At("products", i, p) })],
        Differentiators = [.. Differentiators.Select((d, i) => new Differentiator { Id = $"D{i + 1}", Text = d, Evidence = At("differentiators", i, d) })],
        Segments = [.. Segments.Select((s, i) => new Segment { Id = $"S{i + 1}", Name = s, Evidence = At("target_customers", i, s) })],
        Competitors = [.. Competitors.Select((c, i) => new CompetitorFact
        {
            Id = $"K{i + 1}", Name = c.Name, Evidence = new($"competitors[{i}].name", c.Name),
            Note = c.Note is null ? null : new($"competitors[{i}].note", c.Note),
        })],
        ProofPoints = [],
        History = [.. History.Select((h, i) => new PastMove(h, Outcome.Unknown, [At("past_campaigns", i, h)]))],
        Goal = Goal is null ? null : new()
        {
            Evidence = new("goal", Goal), Objective = Objective, Metric = Metric, Audience = Audience, Period = Period,
            ProductIds = GoalProducts, CompetitorIds = Focus,
        },
        Constraints = [.. Constraints.Select((c, i) => new Constraint
        {
            Id = $"C{i + 1}", Effect = c.Effect, Subject = c.Subject, Terms = c.Terms, Evidence = At("constraints", i, c.Text),
            Meaning = $"{c.Effect} {c.Subject}: {string.Join(", ", c.Terms)}",
        })],
        Budget = null, Numbers = [], Contradictions = [], OtherFacts = [],
    };

    public PersonaSet Personas => new([.. (Roles.Length > 0 ? Roles : Segments).Select((r, i) => new Persona
    {
        Id = $"A{i + 1}", Role = r, SegmentId = $"S{Math.Min(i, Segments.Length - 1) + 1}", InGoal = i == 0,
        Evidence = Brief.Facts().First(f => f.Quote.Contains(r, StringComparison.Ordinal)) is var fact ? new(fact.Source, r) : null!,
        Context = [], Goals = [], Pains = [], Triggers = [], Objections = [], Channels = [], Quotes = [], Unknown = ["goals", "pains"],
    })]);

    public CompetitorAnalysis Analysis => new()
    {
        Competitors = [.. Fundamentals.Competitors.Select(c => new CompetitorView
        {
            Id = c.Id, Name = c.Name, Known = c.Note is null ? [] : [Finding.Stated(c.Note.Quote, c.Note)], Unknown = ["price"],
            MeetsProductIds = [.. Fundamentals.Products.Where(p => c.Note is not null && c.Note.Quote.Contains(p.Name, StringComparison.OrdinalIgnoreCase)).Select(p => p.Id)],
        })],
        FocusIds = Focus, Matrix = [], UncontestedInBrief = [], Gaps = [],
    };

    public CompanyDeepDive DeepDive => new()
    {
        Voice = new()
        {
            Adjectives = [.. Adjectives.Select((a, i) => At("brand_voice.adjectives", i, a))], Person = "unknown",
            Formality = Formality, Playfulness = Playfulness, Technicality = Technicality, Do = [], Dont = [], AvoidWords = Avoid,
            Samples = [.. Samples.Select((s, i) => At("brand_voice.sample_lines", i, s))],
        },
        Attributes = [], Strengths = [], Weaknesses = [], Story = Founded is null ? [] : [Finding.Stated(Founded, new Evidence("founded", Founded))],
    };

    public ChannelPlan Channels => new()
    {
        SplitSource = Monthly is null ? "none" : "brief", MonthlyTotal = Monthly is { } m ? new(m, Currency) : null, Excluded = [], Comments = [],
        Channels = [.. Split.Select(s => new ChannelAllocation
        {
            Name = s.Name, ChannelIds = s.Ids, Share = Monthly is null ? null : s.Share, Monthly = Monthly is { } total ? new(total * s.Share, Currency) : null,
            Fit = 0.5, FitParts = new Dictionary<string, double>(), Why = [], EntryCost = "", Expectation = "unknown",
        })],
    };

    public PositioningInput PositioningInput => new() { Company = Brief, Fundamentals = Fundamentals, Personas = Personas, Competitors = Analysis };

    private static IReadOnlyList<BriefItem> Items(string[] texts) => [.. texts.Select(t => new BriefItem { Name = t })];

    private static Evidence At(string list, int index, string quote) => new($"{list}[{index}]", quote);

    private static Finding? Fact(string source, string? text) => text is null ? null : Finding.Stated(text, new Evidence(source, text));
}
