using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Core.Agents.Pipeline;

/// <summary>Holds a model's answer against what it was given: it may quote only what exists, and brings no number and no address of its own.</summary>
internal sealed partial class Grounding
{
    private readonly ILookup<string, string> _facts;
    private readonly HashSet<string> _numbers;
    private readonly HashSet<string> _addresses;

    public Grounding(IEnumerable<Evidence> facts, JsonElement draft)
    {
        var known = facts.Concat(EvidenceIn(draft)).ToList();
        _facts = known.ToLookup(f => f.Source, f => Fold(f.Quote));
        _numbers = known.SelectMany(f => Numbers(f.Quote)).Concat(Values(draft).SelectMany(v => NumbersOf(v.Value))).ToHashSet();
        _addresses = known.SelectMany(f => AddressesOf(f.Quote).Concat(AddressesOf(f.Source))).Concat(Values(draft).SelectMany(v => AddressesOf(v.Value))).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    public IEnumerable<OutputProblem> Check(JsonElement answer)
    {
        foreach (var (path, value) in Values(answer))
        {
            foreach (var number in NumbersOf(value).Where(n => !_numbers.Contains(n)))
                yield return new(path, $"the number {number} is in no fact; leave it out.");
            // What a hostile page would have readers sent to, or their data sent by.
            foreach (var address in AddressesOf(value).Where(a => !_addresses.Contains(a)))
                yield return new(path, $"the address {address} is in no fact; leave it out.");
        }
        foreach (var evidence in EvidenceIn(answer))
        {
            if (!_facts.Contains(evidence.Source))
                yield return new("evidence", $"there is no source '{evidence.Source}'; cite only the facts given.");
            else if (!_facts[evidence.Source].Any(text => text.Contains(Fold(evidence.Quote), StringComparison.Ordinal)))
                yield return new("evidence", $"'{evidence.Quote}' does not stand in {evidence.Source}; quote it verbatim.");
        }
    }

    /// <summary>Every quotation in an answer, each once.</summary>
    public static IReadOnlyList<Evidence> EvidenceIn(JsonElement element)
    {
        var found = new List<Evidence>();
        Collect(element, found);
        return [.. found.Distinct()];
    }

    private static void Collect(JsonElement element, List<Evidence> found)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Collect(item, found);
        }
        if (element.ValueKind != JsonValueKind.Object)
            return;
        if (Text(element, "source") is { } source && Text(element, "quote") is { } quote)
            found.Add(new(source, quote) { Date = Text(element, "date") });
        foreach (var property in element.EnumerateObject())
            Collect(property.Value, found);
    }

    private static string? Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IEnumerable<(string Path, JsonElement Value)> Values(JsonElement element, string path = "") => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Values(p.Value, path.Length == 0 ? p.Name : $"{path}.{p.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany((v, i) => Values(v, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"))),
        _ => [(path, element)],
    };

    private static IEnumerable<string> NumbersOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Numbers(value.GetString()!),
        JsonValueKind.Number => Numbers(value.GetDouble().ToString(CultureInfo.InvariantCulture)),
        _ => [],
    };

    // Separators differ between languages and formats; digits do not.
    private static IEnumerable<string> Numbers(string text) =>
        Digits().Matches(text).Select(m => Separators().Replace(m.Value, "").TrimStart('0')).Where(n => n.Length > 0);

    private static IEnumerable<string> AddressesOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? AddressesOf(value.GetString()!) : [];

    private static IEnumerable<string> AddressesOf(string text) => Addresses().Matches(text).Select(m => m.Value.TrimEnd('.', ',', ';', ':', '!', '?', '/'));

    private static string Fold(string text) => Space().Replace(text, " ").Trim();

    [GeneratedRegex(@"\d+(?:[.,'’\u00a0\u202f ]\d+)*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();

    [GeneratedRegex(@"(?:\b[a-z][a-z0-9+.-]*:)?//[^\s""'<>()\[\]{}|\\^`]+|\bwww\.[^\s""'<>()\[\]{}|\\^`]+|\b(?:javascript|data|mailto):[^\s""'<>()\[\]]+", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Addresses();

    [GeneratedRegex(@"[.,'’\s]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Separators();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Space();
}
