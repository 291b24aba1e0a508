using System.Text.RegularExpressions;

namespace RaptorFlow.Core.Sources.LinkedIn;

/// <summary>The vendor's "little text" as its readers see it: mentions are names, hashtags are words, and what was escaped is not.</summary>
internal static partial class LinkedInText
{
    public static string? Plain(string? text) => text is null ? null : Escape().Replace(Hashtag().Replace(Mention().Replace(text, "$1"), "#$1"), "$1");

    [GeneratedRegex(@"@\[((?:[^\]\\]|\\.){1,500})\]\(urn:li:[^)]{1,200}\)", RegexOptions.CultureInvariant)]
    private static partial Regex Mention();

    [GeneratedRegex(@"\{hashtag\|\\?#\|([^}|]{1,200})\}", RegexOptions.CultureInvariant)]
    private static partial Regex Hashtag();

    [GeneratedRegex(@"\\([\\(){}\[\]@#*~<>_|])", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
