using System.Globalization;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Guardian.Tests;

/// <summary>Companies made up for these tests.</summary>
internal static class Inputs
{
    public static ComplianceInput Lines(string language, IReadOnlyList<string> places, params IReadOnlyList<string> lines) => new()
    {
        Company = new() { Name = "Testhaus" },
        Fundamentals = Company(language, places),
        Lines = [.. lines.Select((l, i) => new PublicLine
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"L{i + 1}"),
            Text = l,
            Use = "headline",
            Evidence = [new("name", "Testhaus")],
        })],
    };

    public static Fundamentals Company(string language, IReadOnlyList<string> places) => new()
    {
        Company = new() { Name = "Testhaus", BriefLanguage = language, CopyLanguage = language },
        Model = new(BusinessKind.Unknown, null, null),
        Scope = new(MarketReach.Unknown, places, []),
        Products = [],
        Differentiators = [],
        Segments = [],
        Competitors = [new() { Id = "K1", Name = "Acme", Evidence = new("competitors[0]", "Acme") }],
        ProofPoints = [],
        History = [],
        Constraints = [],
        Numbers = [],
        Contradictions = [],
        OtherFacts = [],
    };

    public static ComplianceInput With(this ComplianceInput input, params IReadOnlyList<Constraint> constraints) =>
        input with { Fundamentals = input.Fundamentals with { Constraints = constraints } };

    public static Constraint Constraint(string id, ConstraintEffect effect, ConstraintSubject subject, string quote, params IReadOnlyList<string> terms) => new()
    {
        Id = id,
        Effect = effect,
        Subject = subject,
        Evidence = new("constraints[0]", quote),
        Meaning = $"{effect} {subject}: {quote}",
        Terms = terms,
    };
}
