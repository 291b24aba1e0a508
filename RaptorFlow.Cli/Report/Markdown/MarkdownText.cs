using System.Text;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Report.Markdown;

/// <summary>Escapes text so that Markdown shows it as it is: no mark-up, no HTML, no links, no mentions.</summary>
internal static class MarkdownText
{
    private const string Marks = "\\`*_{}[]<>|~$@^&#!";

    public static string Escape(string text)
    {
        var clean = CleanText.Of(text);
        var escaped = new StringBuilder(clean.Length + 16);
        for (var i = 0; i < clean.Length; i++)
        {
            var c = clean[i];
            var start = i == 0;
            var address = c == ':' && i + 2 < clean.Length && clean[i + 1] == '/' && clean[i + 2] == '/'
                || c == '.' && i >= 3 && clean.AsSpan(i - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase);
            // These begin a list, a quotation or a rule only at the start of a line.
            var begins = (start && c is '-' or '+' or '=') || (c is '.' or ')' && i > 0 && (i + 1 == clean.Length || clean[i + 1] == ' ') && clean.AsSpan(0, i).IndexOfAnyExceptInRange('0', '9') < 0);
            if (Marks.Contains(c) || address || begins)
                escaped.Append('\\');
            escaped.Append(c);
        }
        var before = text.Length > 0 && char.IsWhiteSpace(text[0]) ? " " : "";
        var after = clean.Length > 0 && char.IsWhiteSpace(text[^1]) ? " " : "";
        return before + escaped + after;
    }
}
