using System.Text.Json;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report;

/// <summary>What every section is written with: the outputs, the footnotes, the Guardian's word on each line.</summary>
internal sealed class ReportContext
{
    private readonly ILookup<string, ClaimCheck> _doubts;
    private readonly Dictionary<(string Id, string Text), LineReview> _reviews;

    public ReportContext(ReportSource source, JsonSerializerOptions json)
    {
        Source = source;
        Outputs = new(source.Run, json);
        BriefLanguage = Language(Outputs.Fundamentals?.Company.BriefLanguage);
        CopyLanguage = Language(Outputs.Messaging?.Language ?? Outputs.Fundamentals?.Company.CopyLanguage);
        Notes = new(source.Documents, BriefLanguage);
        _doubts = (Outputs.Verification?.Claims ?? []).Where(c => c.Verdict is not (ClaimVerdict.Supported or ClaimVerdict.Corroborated)).ToLookup(c => c.Claim);
        _reviews = (Outputs.Compliance?.Lines ?? []).DistinctBy(l => (l.LineId, l.Text)).ToDictionary(l => (l.LineId, l.Text));
    }

    public ReportSource Source { get; }

    public RunView Run => Source.Run;

    public StepOutputs Outputs { get; }

    public Footnotes Notes { get; }

    public string? BriefLanguage { get; }

    public string? CopyLanguage { get; }

    /// <summary>A finding with its sources, how it was worked out, and whether its check failed.</summary>
    public Prose Say(Finding finding) => Cite(finding.Statement, finding.Evidence)
        + (finding.Derivation is { Length: > 0 } how ? new Aside($" ({how})") : Prose.Empty);

    /// <summary>A statement with the markers of its sources.</summary>
    public Prose Cite(Prose statement, IReadOnlyList<Evidence> evidence)
    {
        var text = string.Concat(statement.Spans.Select(s => s switch { Words w => w.Text, Quoted q => q.Text, Strong b => b.Text, _ => "" }));
        return statement
            + (evidence.Count == 0 ? (Prose)new Words(" ") + new Badge("no source", Tone.Warning) : Notes.Mark(evidence))
            + (_doubts.Contains(text) ? (Prose)new Words(" ") + new Badge("not verified", Tone.Bad) : Prose.Empty);
    }

    public Prose Quote(Evidence evidence) => (Prose)new Quoted(evidence.Quote, BriefLanguage) + Notes.Mark([evidence]);

    /// <summary>A line for the public: never shown without what the Guardian says of it.</summary>
    public Prose Public(string id, string text, IReadOnlyList<Evidence> evidence, bool quiet = false)
    {
        var badge = Verdict(id, text);
        return Cite(new Quoted(text, CopyLanguage), evidence)
            + (quiet && badge.Tone == Tone.Good ? Prose.Empty : (Prose)new Words(" ") + badge);
    }

    public Prose Public(PublicLine line, bool quiet = false) => Public(line.Id, line.Text, line.Evidence, quiet);

    public Badge Verdict(string id, string text) => Review(id, text)?.Verdict switch
    {
        Marketing.Verdict.Approve => new("approved", Tone.Good),
        Marketing.Verdict.Revise => new("to be revised", Tone.Warning),
        Marketing.Verdict.Block => new("blocked", Tone.Bad),
        _ => new("not checked", Tone.Warning),
    };

    public LineReview? Review(string id, string text) => _reviews.GetValueOrDefault((id, text));

    public IReadOnlyList<Block> Missing(string key) => [new Callout(Tone.Warning, Outputs.WhyMissing(key))];

    public string Persona(string id) => Outputs.Personas?.People.FirstOrDefault(p => p.Id == id)?.Role ?? id;

    public string Competitor(string id) => Outputs.Competitors?.Competitors.FirstOrDefault(c => c.Id == id)?.Name
        ?? Outputs.Fundamentals?.Competitors.FirstOrDefault(c => c.Id == id)?.Name ?? id;

    public string Product(string id) => Outputs.Fundamentals?.Products.FirstOrDefault(p => p.Id == id)?.Name ?? id;

    public IEnumerable<Evidence> DifferentiatorEvidence(IReadOnlyList<string> ids) =>
        (Outputs.Fundamentals?.Differentiators ?? []).Where(d => ids.Contains(d.Id)).Select(d => d.Evidence);

    /// <summary>Findings as a list under a heading; nothing when there are none.</summary>
    public IEnumerable<Block> Listed(string heading, IReadOnlyList<Finding> findings) =>
        findings.Count == 0 ? [] : [new Heading(heading), new Bullets([.. findings.Select(Say)])];

    // A tag from elsewhere ends up in an attribute; anything but letters, digits and hyphens is no tag.
    private static string? Language(string? tag) =>
        tag is { Length: > 1 and < 36 } && tag.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? tag : null;
}
