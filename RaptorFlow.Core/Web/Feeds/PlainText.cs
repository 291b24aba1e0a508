using System.Net;
using System.Text;

namespace RaptorFlow.Core.Web.Feeds;

/// <summary>What is left of a piece of HTML when all markup is taken away. Reads its input once, however it is nested.</summary>
internal static class PlainText
{
    private static readonly string[] Unseen = ["script", "style", "template", "noscript", "iframe"];

    /// <param name="html">Text with or without markup.</param>
    /// <param name="most">How many characters are kept.</param>
    public static string Of(string? html, int most)
    {
        if (string.IsNullOrWhiteSpace(html))
            return "";
        var text = new StringBuilder(Math.Min(html.Length, most * 2));
        // Beyond what is kept there is nothing to gain.
        for (var at = 0; at < html.Length && text.Length < most * 8;)
        {
            if (html[at] == '<' && at + 1 < html.Length && (char.IsAsciiLetter(html[at + 1]) || html[at + 1] is '/' or '!' or '?'))
                at = Skip(html, at, text);
            else
                text.Append(html[at++]);
        }
        return Spaced(WebUtility.HtmlDecode(text.ToString())).Cut(most);
    }

    /// <returns>Where the text goes on.</returns>
    private static int Skip(string html, int at, StringBuilder text)
    {
        if (html.AsSpan(at).StartsWith("<!--", StringComparison.Ordinal))
            return After(html, "-->", at);
        text.Append(' ');
        foreach (var name in Unseen)
        {
            if (html.AsSpan(at + 1).StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return After(html, ">", After(html, $"</{name}", at));
        }
        return After(html, ">", at);
    }

    private static int After(string html, string end, int from)
    {
        var found = from >= html.Length ? -1 : html.IndexOf(end, from, StringComparison.OrdinalIgnoreCase);
        return found < 0 ? html.Length : found + end.Length;
    }

    private static string Spaced(string text)
    {
        var spaced = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (spaced.Length > 0 && spaced[^1] != ' ')
                    spaced.Append(' ');
            }
            else if (!Rune.IsControl(rune))
            {
                spaced.Append(rune.ToString());
            }
        }
        return spaced.ToString().TrimEnd();
    }
}
