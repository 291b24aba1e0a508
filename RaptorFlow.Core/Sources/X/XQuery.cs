using System.Text.RegularExpressions;

namespace RaptorFlow.Core.Sources.X;

/// <summary>The vendor's query language. What was asked are words: what would be an operator in them is put into quotes and looked for.</summary>
internal static partial class XQuery
{
    // Of pay-per-use accounts.
    private const int Most = 512;

    /// <returns>The query, which is empty when there is no word to look for, and whether all words are in it.</returns>
    public static (string Query, bool Whole) Of(string words, string? language)
    {
        // Reposts say again what somebody else said.
        var condition = language is null ? " -is:retweet" : $" lang:{language} -is:retweet";
        var query = "";
        var whole = true;
        foreach (var term in Terms().Matches(words).Select(match => Term(match.Value)).Where(term => term.Length > 0))
        {
            if (query.Length + " ()".Length + term.Length + condition.Length > Most)
            {
                whole = false;
                break;
            }
            query += query.Length == 0 ? term : $" {term}";
        }
        // An alternative needs both its sides, and all of them together before the conditions.
        query = Loose().Replace(query, "");
        return (query.Length == 0 ? "" : $"({query}){condition}", whole);
    }

    private static string Term(string term)
    {
        if (term == "OR")
            return term;
        var text = term.Replace("\"", "", StringComparison.Ordinal).Trim();
        return text.Length == 0 || !text.Any(char.IsLetterOrDigit) ? "" : Plain().IsMatch(text) ? text : $"\"{text}\"";
    }

    [GeneratedRegex("\"[^\"]*\"|[^\\s\"]+", RegexOptions.CultureInvariant)]
    private static partial Regex Terms();

    [GeneratedRegex(@"^(?!(AND|OR|NOT)$)[#@$]?[\p{L}\p{M}\p{N}_']+$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^(OR )+|( OR)+$|(?<= OR)( OR)+|^OR$", RegexOptions.CultureInvariant)]
    private static partial Regex Loose();
}
