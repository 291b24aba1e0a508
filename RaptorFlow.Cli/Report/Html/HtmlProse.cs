using System.Globalization;
using System.Text;
using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Report.Html;

/// <summary>Writes prose as HTML. Remembers which footnotes were met, so that each source links back to its first use.</summary>
internal sealed class HtmlProse
{
    private readonly HashSet<int> _met = [];

    public string Write(Prose prose)
    {
        var html = new StringBuilder();
        for (var i = 0; i < prose.Spans.Count; i++)
        {
            if (prose.Spans[i] is not Marker)
            {
                html.Append(Write(prose.Spans[i]));
                continue;
            }
            html.Append("<sup>");
            for (var first = true; i < prose.Spans.Count && prose.Spans[i] is Marker marker; first = false)
            {
                html.Append(first ? "" : ",&#8239;").Append(Write(marker));
                var last = i;
                while (last + 1 < prose.Spans.Count && prose.Spans[last + 1] is Marker next && next.Number == ((Marker)prose.Spans[last]).Number + 1)
                    last++;
                // Sources inside a range get their anchor without being shown.
                for (var hidden = i + 1; last > i + 1 && hidden < last; hidden++)
                {
                    if (((Marker)prose.Spans[hidden]).Number is var number && _met.Add(number))
                        html.Append(CultureInfo.InvariantCulture, $"<span id=\"r{number}\"></span>");
                }
                if (last > i + 1)
                    html.Append('–').Append(Write((Marker)prose.Spans[last]));
                i = last > i + 1 ? last + 1 : i + 1;
            }
            html.Append("</sup>");
            i--;
        }
        return html.ToString();
    }

    private string Write(Marker marker) => string.Create(CultureInfo.InvariantCulture,
        $"<a{(_met.Add(marker.Number) ? $" id=\"r{marker.Number}\"" : "")} href=\"#e{marker.Number}\" aria-label=\"Source {marker.Number}\">{marker.Number}</a>");

    private static string Write(Span span) => span switch
    {
        Words words => Text(words.Text),
        Strong strong => $"<strong>{Text(strong.Text)}</strong>",
        Aside aside => $"<span class=\"aside\">{Text(aside.Text)}</span>",
        Code code => $"<code>{Text(code.Text)}</code>",
        Badge badge => $"<span class=\"badge badge-{badge.Tone.ToString().ToLowerInvariant()}\">{Text(badge.Text)}</span>",
        Quoted quoted => Quote(quoted.Text, quoted.Language),
        _ => throw new ArgumentOutOfRangeException(nameof(span), span.GetType().Name, "No way to write this."),
    };

    public static string Quote(string text, string? language) =>
        $"<bdi{(language is null ? "" : $" lang=\"{HtmlText.Escape(language)}\"")}>“{Text(text)}”</bdi>";

    // Spaces at the ends join spans and must stay.
    public static string Text(string text)
    {
        var clean = CleanText.Of(text);
        var start = text.Length > 0 && char.IsWhiteSpace(text[0]) ? " " : "";
        var end = clean.Length > 0 && char.IsWhiteSpace(text[^1]) ? " " : "";
        return start + HtmlText.Escape(clean) + end;
    }
}
