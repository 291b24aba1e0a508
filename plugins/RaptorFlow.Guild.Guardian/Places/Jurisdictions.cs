using System.Text.RegularExpressions;
using RaptorFlow.Guild.Guardian.Rulebook;
using RaptorFlow.Guild.Guardian.Texts;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Guardian.Places;

/// <summary>Which countries' rules hold, read from the places a brief names.</summary>
internal static class Jurisdictions
{
    public const string Union = "EU";

    private static readonly PlaceData s_data = RuleFiles.Read<PlaceData>("places.yaml");

    // The most exact kind of name first: once one kind is found in a place, the others are not looked at.
    private static readonly IReadOnlyList<IReadOnlyList<PlaceName>> s_kinds =
    [
        [.. s_data.Countries.SelectMany(c => Names(c.Key, c.Value.Names)), .. s_data.Areas.SelectMany(a => Names(a.Key, a.Value))],
        [.. s_data.Countries.SelectMany(c => Names(c.Key, c.Value.Regions))],
        [.. s_data.Countries.SelectMany(c => Names(c.Key, c.Value.Cities))],
    ];

    /// <summary>Where a company sells; from its seat when its places tell nothing.</summary>
    public static JurisdictionReading Read(Fundamentals fundamentals)
    {
        var unknown = new List<string>();
        var codes = new List<string>();
        foreach (var place in fundamentals.Scope.Places)
        {
            var found = Of(place);
            if (found.Count == 0)
                unknown.Add(place);
            codes.AddRange(found);
        }
        var fromSeat = codes.Count == 0 && fundamentals.Company.Headquarters is not null;
        if (fromSeat)
            codes.AddRange(fundamentals.Company.Headquarters!.Evidence.SelectMany(e => Of(e.Quote)));
        return new(WithUnion(codes), unknown, fromSeat && codes.Count > 0);
    }

    /// <summary>The codes a text names, in the order they stand.</summary>
    public static IReadOnlyList<string> Of(string place)
    {
        var byCode = s_data.Codes.Select(c => (At: CodeAt(place, c.Key), Codes: c.Value)).Where(c => c.At >= 0).ToList();
        var folded = Folding.FoldString(place);
        foreach (var kind in s_kinds)
        {
            var found = kind.Select(n => (At: At(folded, n), n.Codes)).Where(n => n.At >= 0).Concat(kind == s_kinds[0] ? byCode : []).ToList();
            if (found.Count > 0)
                return [.. found.OrderBy(f => f.At).SelectMany(f => f.Codes.Split(' ')).Distinct(StringComparer.Ordinal)];
        }
        return [];
    }

    private static List<string> WithUnion(List<string> codes)
    {
        var all = codes.Distinct(StringComparer.Ordinal).ToList();
        if (all.Exists(s_data.Eu.Contains) && !all.Contains(Union))
            all.Insert(all.FindLastIndex(s_data.Eu.Contains) + 1, Union);
        return all;
    }

    private static IEnumerable<PlaceName> Names(string codes, List<string> names) => names.Distinct(StringComparer.Ordinal).Select(n => new PlaceName(n, codes));

    private static int At(string text, PlaceName name)
    {
        for (var at = text.IndexOf(name.Name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name.Name, at + 1, StringComparison.Ordinal))
        {
            if (IsEdge(text, at - 1) && IsEdge(text, at + name.Name.Length))
                return at;
        }
        return -1;
    }

    private static bool IsEdge(string text, int at) => at < 0 || at >= text.Length || !char.IsLetterOrDigit(text[at]);

    private static int CodeAt(string text, string code)
    {
        var match = Regex.Match(text, $@"(^|[^\p{{L}}\p{{N}}.])({Regex.Escape(code)})($|[^\p{{L}}\p{{N}}])", RegexOptions.CultureInvariant, Rule.MostTime);
        return match.Success ? match.Groups[2].Index : -1;
    }

    private sealed record PlaceName(string Name, string Codes);
}

/// <summary>Where a company sells, as far as its brief tells.</summary>
/// <param name="Codes">ISO 3166-1 codes in the order named, <c>EU</c> after its members.</param>
/// <param name="Unknown">Places that could not be told.</param>
/// <param name="FromSeat">Whether only the company's seat told.</param>
internal sealed record JurisdictionReading(IReadOnlyList<string> Codes, IReadOnlyList<string> Unknown, bool FromSeat);
