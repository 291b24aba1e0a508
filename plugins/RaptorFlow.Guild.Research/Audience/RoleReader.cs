using System.Text.RegularExpressions;
using RaptorFlow.Guild.Research.Grounding;

namespace RaptorFlow.Guild.Research.Audience;

/// <summary>What a group of a brief is.</summary>
internal enum RoleKind
{
    /// <summary>No word tells.</summary>
    Unknown,

    /// <summary>People by what they do at work.</summary>
    Job,

    /// <summary>Private people.</summary>
    People,

    /// <summary>Organisations, in which somebody decides.</summary>
    Organisation,
}

/// <summary>A group by its name in the brief's words.</summary>
internal sealed record RoleName(string Text, RoleKind Kind);

/// <summary>An entry taken apart: whom it names, and what it says about them.</summary>
internal sealed record RoleEntry(IReadOnlyList<RoleName> Roles, IReadOnlyList<string> Context);

/// <summary>Takes entries such as “Founders and office managers who run payroll as one of several jobs” apart.</summary>
internal static partial class RoleReader
{
    // In these languages the noun that tells what a group is stands first: "habitants du quartier".
    private static readonly string[] HeadFirst = ["fr", "es", "it", "pt"];

    private static readonly Lazy<CueLexicon> Roles = new(() => CueLexicon.Load("Audience/roles.yaml"));
    private static readonly Lazy<Dictionary<string, Dictionary<string, List<string>>>> Clauses =
        new(() => DataFile.Load<Dictionary<string, Dictionary<string, List<string>>>>("Audience/clauses.yaml"));

    public static RoleEntry Read(string entry, string language)
    {
        var context = Parentheses().Matches(entry).Select(m => m.Groups[1].Value.Trim()).Where(t => t.Length > 0).ToList();
        var text = Spaces().Replace(Parentheses().Replace(entry, " "), " ").Trim(' ', '.', ';');
        text = Label(text, language, context);
        text = CutClause(text, language, context);
        var parts = Split(text, language, context);
        var kinds = parts.Select(p => new RoleName(Trim(p), Kind(p, language))).Where(r => r.Text.Length > 0).ToList();
        var separate = kinds.Count > 1 && kinds.TrueForAll(r => r.Kind != RoleKind.Unknown || IsPlural(r.Text, language));
        return new(separate ? kinds : [new(Trim(text), Kind(text, language))], context);
    }

    public static RoleKind Kind(string text, string language)
    {
        var words = Phrase.Normalise(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in HeadFirst.Contains(language[..2]) ? words : words.Reverse())
        {
            var spaced = $" {word} ";
            foreach (var (topic, kind) in new[] { ("job", RoleKind.Job), ("people", RoleKind.People), ("organisation", RoleKind.Organisation) })
            {
                if (Roles.Value.Of(topic, language).Any(p => p.In(spaced)))
                    return kind;
            }
        }
        return RoleKind.Unknown;
    }

    private static string Label(string text, string language, List<string> context)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
            return text;
        var (head, tail) = (text[..colon].Trim(), text[(colon + 1)..].Trim());
        var normalised = Phrase.Normalise(head).Trim();
        if (tail.Length == 0 || Roles.Value.Of("label", language).Any(p => Phrase.Normalise(p.Text).Trim() == normalised))
            return tail.Length == 0 ? head : tail;
        context.Add(tail);
        return head;
    }

    private static string CutClause(string text, string language, List<string> context)
    {
        if (!Clauses.Value["context"].TryGetValue(language.Split('-')[0], out var markers))
            return text;
        var pattern = $@"(,\s*|\s)({string.Join('|', markers.Select(Regex.Escape))})\s";
        var match = Regex.Match(text, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        if (!match.Success || match.Index == 0)
            return text;
        context.Add(text[match.Groups[2].Index..].Trim());
        return text[..match.Index].Trim();
    }

    /// <summary>Parts at commas and joining words; parts that bound the group by numbers are context.</summary>
    private static List<string> Split(string text, string language, List<string> context)
    {
        var clauses = Clauses.Value["join"];
        var joins = clauses.GetValueOrDefault(language.Split('-')[0], []).Select(j => $@"\s{Regex.Escape(j)}\s").Concat(clauses["any"].Select(j => $@"\s{Regex.Escape(j)}\s"));
        var parts = Regex.Split(text, $@",\s*(?:(?:{string.Join('|', joins.Select(j => j[2..]))}))?|{string.Join('|', joins)}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)
            .Select(p => p.Trim()).Where(p => p.Length > 0).ToList();
        var bounds = parts.Skip(1).Where(p => p.Any(char.IsDigit)).ToList();
        context.AddRange(bounds);
        return [.. parts.Except(bounds)];
    }

    private static bool IsPlural(string text, string language)
    {
        var words = Phrase.Normalise(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return language.StartsWith("en", StringComparison.Ordinal) && words.Length > 0 && words[^1].Length > 3
            && words[^1].EndsWith('s') && !Roles.Value.Of("not_group", language).Any(p => p.In($" {words[^1]} "));
    }

    private static string Trim(string text) => text.Trim(' ', ',', ';', ':', '.', '–', '-');

    [GeneratedRegex(@"\(([^()]*)\)", RegexOptions.None, 1000)]
    private static partial Regex Parentheses();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
