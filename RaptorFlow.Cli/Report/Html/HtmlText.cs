using System.Text;

namespace RaptorFlow.Cli.Report.Html;

/// <summary>Escapes text for HTML and XML, in elements and in quoted attributes.</summary>
internal static class HtmlText
{
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                '`' => escaped.Append("&#96;"),
                _ => escaped.Append(c),
            };
        }
        return escaped.ToString();
    }
}
