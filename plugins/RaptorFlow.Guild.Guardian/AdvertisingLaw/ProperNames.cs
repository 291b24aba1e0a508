using System.Text.RegularExpressions;
using RaptorFlow.Guild.Guardian.Texts;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Guardian.AdvertisingLaw;

/// <summary>Names of companies and products the brief gives: words inside them are not claims.</summary>
internal sealed class ProperNames
{
    // A longer "name" is a sentence that somebody wrote into a name's field.
    private const int MostWords = 5;

    private readonly IReadOnlyList<string> _names;

    public ProperNames(Fundamentals fundamentals)
    {
        _names = [.. fundamentals.Products.Select(p => p.Name)
            .Concat(fundamentals.Competitors.Select(c => c.Name))
            .Append(fundamentals.Company.Name)
            .Where(IsName)
            .Distinct(StringComparer.Ordinal)];
        var competitors = fundamentals.Competitors.Select(c => Folding.FoldString(c.Name)).Where(n => n.Length > 1).Distinct(StringComparer.Ordinal).ToList();
        Competitors = competitors.Count == 0 ? null : $"({string.Join('|', competitors.Select(Regex.Escape))})";
    }

    /// <summary>An alternation of the competitors' names, folded; null when there are none.</summary>
    public string? Competitors { get; }

    /// <summary>Where the names stand in a line, exactly as written.</summary>
    public IEnumerable<TextSpan> In(string text)
    {
        foreach (var name in _names)
        {
            for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
            {
                if (IsEdge(text, at - 1) && IsEdge(text, at + name.Length))
                    yield return new(at, name.Length);
            }
        }
    }

    private static bool IsName(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length is > 0 and <= MostWords && words.Where(w => w.Length > 3).All(w => !char.IsLower(w[0])) && char.IsUpper(words[0][0]);
    }

    private static bool IsEdge(string text, int at) => at < 0 || at >= text.Length || !char.IsLetterOrDigit(text[at]);
}
