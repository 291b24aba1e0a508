using System.Text.RegularExpressions;

namespace RaptorFlow.Guild.Guardian.Texts;

/// <summary>Links and e-mail addresses: names, not claims.</summary>
internal static partial class WebAddresses
{
    public static IEnumerable<TextSpan> In(string text) => Address().Matches(text).Select(m => new TextSpan(m.Index, m.Length));

    [GeneratedRegex(@"https?://[^\s<>""]+|\bwww\.[^\s<>""]+|[a-z0-9._%+-]+@[a-z0-9-]+\.[a-z0-9.-]+|\b[a-z0-9-]+\.(?:com|org|net|io|eu|fr|de|es|it|pt|nl|be|ch|at|co\.uk|dev|app|ai)\b(?:/[^\s<>""]*)?",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
