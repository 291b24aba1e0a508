using RaptorFlow.Marketing;
using RaptorFlow.Text;

namespace RaptorFlow.Muse.Copy;

/// <summary>Fits the company's own phrases into sentences without changing a word of them, but for the case of the first letter.</summary>
internal sealed class Wording
{
    private static readonly string[] Links = [" for ", " with ", " that ", " who ", " pour ", " qui ", " avec ", " für ", " mit ", " para ", " con ", " per ", " com ", " voor ", " met "];
    private static readonly string[] Marks = [": ", ", ", " ("];
    private static readonly char[] Ends = ['.', '!', '?', '…'];
    private readonly PhraseBook? _book;
    private readonly string _all;
    private readonly HashSet<string> _proper;

    public Wording(PhraseBook? book, ICompanyInput input, Fundamentals facts)
    {
        _book = book;
        _all = string.Join('\n', input.AllFacts().Select(f => f.Quote));
        _proper = facts.Scope.Places.Append(facts.Company.Name).Concat(facts.Competitors.Select(c => c.Name))
            .SelectMany(Terms.Tokens).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>A phrase as it reads after a colon or inside a sentence: small first letter, unless it is a name.</summary>
    public string Mid(string phrase)
    {
        if (phrase.Length < 2 || _book is null || _book.KeepCase || !char.IsUpper(phrase[0]))
            return phrase;
        var first = new string([.. phrase.TakeWhile(c => char.IsLetter(c) || c is '\'' or '’')]);
        var named = first.Length < 2 || first.Skip(1).Any(char.IsUpper) || phrase.Length == first.Length && !Small(first)
            || phrase.Length > first.Length + 1 && (phrase[first.Length] is '/' or '-') && char.IsUpper(phrase[first.Length + 1])
            || Terms.Tokens(first) is [var token, ..] && _proper.Contains(token) || Capitals(phrase, first.Length) && !Small(first);
        return named ? phrase : char.ToLowerInvariant(phrase[0]) + phrase[1..];
    }

    public static string Capital(string phrase) => phrase.Length == 0 ? phrase : char.ToUpperInvariant(phrase[0]) + phrase[1..];

    /// <summary>A phrase as a sentence of its own.</summary>
    public static string Sentence(string phrase) => Capital(Bare(phrase)) + ".";

    /// <summary>A phrase without its closing mark.</summary>
    public static string Bare(string phrase) => phrase.Trim().TrimEnd(Ends).TrimEnd(',', ';', ':', ' ');

    /// <summary>The parts of an entry that stand for themselves.</summary>
    public static IReadOnlyList<string> Clauses(string phrase) =>
        [.. phrase.Split([";", " – ", " — ", ". "], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Bare).Where(c => c.Length > 2)];

    /// <summary>A short name: up to the first comma or colon where enough stands before it.</summary>
    public static string ShortName(string phrase, int limit)
    {
        var clause = Clauses(phrase) is [var first, ..] ? first : Bare(phrase);
        foreach (var mark in Marks)
        {
            var at = clause.IndexOf(mark, StringComparison.Ordinal);
            if (at > 0 && Terms.Content(clause[..at]).Count >= 2 && clause[(at + mark.Length)..].Contains(' ', StringComparison.Ordinal))
                return clause[..at];
        }
        if (clause.Length <= limit)
            return clause;
        foreach (var link in Links)
        {
            if (clause.IndexOf(link, StringComparison.Ordinal) is var at and > 0 && at <= limit && Terms.Content(clause[..at]).Count >= 2)
                return clause[..at];
        }
        var cut = clause.LastIndexOf(' ', limit);
        return cut > 0 ? Bare(clause[..cut]) + "…" : clause[..limit];
    }

    /// <summary>Short sentences instead of one with a comma, where both halves can stand alone.</summary>
    public string Split(string phrase)
    {
        var halves = Bare(phrase).Split(", ");
        if (halves.Length != 2 || halves.Any(h => h.Split(' ').Length < 2) || _book is not null && Terms.Tokens(phrase).Contains(Terms.Fold(_book.And)))
            return Sentence(phrase);
        return $"{Sentence(halves[0])} {Sentence(halves[1])}";
    }

    /// <summary>Names in a row: the last joined by "and", or "and more" where not all fit.</summary>
    public string Row(IReadOnlyList<string> names, int limit)
    {
        var taken = names.ToList();
        while (taken.Count > 2 && Join(taken, taken.Count < names.Count).Length > limit)
            taken.RemoveAt(taken.Count - 1);
        return Join(taken, taken.Count < names.Count);
    }

    private string Join(List<string> names, bool cut)
    {
        var row = names.Select((n, i) => i == 0 ? n : Mid(n)).ToList();
        // Among names that are common nouns, a single word is one too.
        if (_book is { KeepCase: false } && row.Skip(1).Any(n => n.Length > 0 && char.IsLower(n[0])))
            row = [.. row.Select((n, i) => i > 0 && !n.Contains(' ', StringComparison.Ordinal) && n.Skip(1).All(char.IsLower) && !_proper.Contains(Terms.Fold(n)) ? char.ToLowerInvariant(n[0]) + n[1..] : n)];
        if (_book is null)
            return string.Join(", ", row);
        if (cut)
            return $"{string.Join(", ", row)} {_book.More}";
        // A name that holds "and" itself would be lost among the others.
        return row.Count < 2 || row.Any(n => n.Contains($" {_book.And} ", StringComparison.Ordinal) || n.Contains(',', StringComparison.Ordinal))
            ? string.Join(row.Exists(n => n.Contains(',', StringComparison.Ordinal)) ? "; " : ", ", row)
            : $"{string.Join(", ", row.SkipLast(1))} {_book.And} {row[^1]}";
    }

    public static string Tidy(string text) => text.Replace("..", ".", StringComparison.Ordinal).Replace("?.", "?", StringComparison.Ordinal).Replace("!.", "!", StringComparison.Ordinal).Replace("….", "…", StringComparison.Ordinal).Trim();

    private bool Small(string word) => _all.Contains(" " + char.ToLowerInvariant(word[0]) + word[1..], StringComparison.Ordinal);

    private static bool Capitals(string phrase, int from) => phrase[from..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var next, ..] && char.IsUpper(next[0]);
}
