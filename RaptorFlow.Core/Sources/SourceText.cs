using System.Net;
using System.Text.RegularExpressions;

namespace RaptorFlow.Core.Sources;

/// <summary>Texts that vendors send with markup, or in another spelling than they were asked.</summary>
internal static partial class SourceText
{
    /// <summary>Without tags and character references, and with single spaces; null when nothing is left.</summary>
    public static string? Plain(string? markup)
    {
        if (markup is null)
            return null;
        var text = Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(markup, "")), " ").Trim();
        return text.Length == 0 ? null : text;
    }

    /// <summary>The word of those asked that a vendor answers with, which often is in lower case; its own spelling when it is none of them.</summary>
    public static string AsAsked(IEnumerable<string> asked, string answered) => asked.FirstOrDefault(word => Same(word, answered)) ?? answered;

    private static bool Same(string asked, string answered) => string.Equals(Key(asked), Key(answered), StringComparison.OrdinalIgnoreCase);

    private static string Key(string text) => Separators().Replace(text, " ").Trim();

    // Not "1 < 2": a tag begins with a letter, a slash or an exclamation mark.
    [GeneratedRegex("<[a-zA-Z/!][^<>]{0,1000}>", RegexOptions.CultureInvariant)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"[\s;,]+", RegexOptions.CultureInvariant)]
    private static partial Regex Separators();
}
