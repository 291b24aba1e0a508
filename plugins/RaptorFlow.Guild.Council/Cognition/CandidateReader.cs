using System.Text.Json;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Council.Cognition;

/// <summary>Finds in a run's answers what might be worth remembering: claims that the verification found in their source, at places that hold knowledge.</summary>
internal static class CandidateReader
{
    private const string Figure = "figure";
    private const string Brief = "brief";

    public static IEnumerable<KnowledgeCandidate> Read(AdmissionInput input, string language)
    {
        var verified = (input.Verification?.Claims ?? []).Where(c => c.Verdict is ClaimVerdict.Supported or ClaimVerdict.Corroborated);
        var found = verified.Select(c => (Claim: c, Kind: KnowledgeKind.Of(c.Step, c.Path))).Where(f => f.Kind is not null && input.Steps.ContainsKey(f.Claim.Step));
        // In the order of the kinds, so that of two that say the same the more telling one stays.
        return found.OrderBy(f => KnowledgeKind.All.ToList().IndexOf(f.Kind!)).SelectMany(f => Of(f.Claim, f.Kind!, input.Steps[f.Claim.Step], language)).Concat(input.Candidates);
    }

    private static IEnumerable<KnowledgeCandidate> Of(ClaimCheck claim, KnowledgeKind kind, JsonElement step, string language)
    {
        if (JsonPaths.At(step, claim.Path) is not { } place)
            return [];
        var evidence = EvidenceOf(place);
        if (kind.From == "outside")
            evidence = kind.Say == "quote" ? [.. evidence.Where(e => e.Origin() != Brief)] : evidence.Any(e => e.Origin() != Brief) ? evidence : [];
        var derivation = place.ValueKind == JsonValueKind.Object && place.TryGetProperty("derivation", out var how) && how.ValueKind == JsonValueKind.String ? how.GetString() : null;
        return kind.Say == "quote"
            ? evidence.Select(e => Candidate(claim, kind, e.Quote, [e], null, language))
            : evidence.Count == 0 ? [] : [Candidate(claim, kind, claim.Claim, evidence, derivation, language)];
    }

    private static KnowledgeCandidate Candidate(ClaimCheck claim, KnowledgeKind kind, string statement, IReadOnlyList<Evidence> evidence, string? derivation, string language) => new(statement, evidence, kind.Collection)
    {
        Kind = kind is { Kind: "fact", Label: null } && Numbers.Read(statement, language).Count > 0 ? Figure : kind.Kind,
        Topic = kind.Topic,
        Label = kind.Label,
        Date = evidence.Select(e => e.Date).OfType<string>().Max(StringComparer.Ordinal),
        Derivation = derivation,
        Corroborated = claim.Verdict == ClaimVerdict.Corroborated,
        Step = claim.Step,
        Path = claim.Path,
    };

    private static IReadOnlyList<Evidence> EvidenceOf(JsonElement place)
    {
        if (place.ValueKind != JsonValueKind.Object)
            return [];
        if (Quotation(place) is { } alone)
            return [alone];
        if (!place.TryGetProperty("evidence", out var evidence))
            return [];
        return evidence.ValueKind == JsonValueKind.Array ? [.. evidence.EnumerateArray().Select(Quotation).OfType<Evidence>()] : Quotation(evidence) is { } one ? [one] : [];
    }

    private static Evidence? Quotation(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && Text(element, "source") is { } source && Text(element, "quote") is { } quote ? new(source, quote) { Date = Text(element, "date") } : null;

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
