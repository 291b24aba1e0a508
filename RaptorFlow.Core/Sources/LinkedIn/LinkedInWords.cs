using System.Text.RegularExpressions;

namespace RaptorFlow.Core.Sources.LinkedIn;

/// <summary>The words of a question, looked for in a text here, since the vendor does not: all of them, or all of one side of an <c>OR</c>; phrases in quotes as they stand.</summary>
internal sealed partial class LinkedInWords(string query)
{
    private readonly string[][] _sides = [.. Or().Split(query).Select(Words).Where(side => side.Length > 0)];

    public bool AreIn(string text) => _sides.Any(side => side.All(term => text.Contains(term, StringComparison.OrdinalIgnoreCase)));

    private static string[] Words(string side) => [.. Terms().Matches(side).Select(term => term.Value.Trim('"', '(', ')').Trim()).Where(term => term.Length > 0)];

    [GeneratedRegex(@"\s+OR\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Or();

    [GeneratedRegex("\"[^\"]*\"|[^\\s\"]+", RegexOptions.CultureInvariant)]
    private static partial Regex Terms();
}
