using System.Globalization;
using System.Text;
using RaptorFlow.Cli.Report.Model;

namespace RaptorFlow.Cli.Report.Html;

/// <summary>Writes blocks as HTML.</summary>
internal sealed class HtmlBlocks
{
    private readonly HtmlProse _prose = new();

    public void Write(StringBuilder html, IEnumerable<Block> blocks, int level)
    {
        foreach (var block in blocks)
            Write(html, block, level);
    }

    private void Write(StringBuilder html, Block block, int level)
    {
        switch (block)
        {
            case Paragraph paragraph:
                html.Append(paragraph.Style switch { ParagraphStyle.Lead => "<p class=\"lead\">", ParagraphStyle.Small => "<p class=\"small\">", _ => "<p>" }).Append(_prose.Write(paragraph.Text)).Append("</p>\n");
                break;
            case Heading heading:
                html.Append(CultureInfo.InvariantCulture, $"<h{level} dir=\"auto\">{HtmlProse.Text(heading.Text)}</h{level}>\n");
                break;
            case Display display:
                html.Append("<p class=\"display\" dir=\"auto\">").Append(_prose.Write(display.Text)).Append("</p>\n");
                break;
            case Callout callout:
                html.Append(CultureInfo.InvariantCulture, $"<p class=\"callout callout-{callout.Tone.ToString().ToLowerInvariant()}\" role=\"note\">{_prose.Write(callout.Text)}</p>\n");
                break;
            case Bullets bullets:
                html.Append("<ul>\n");
                foreach (var item in bullets.Items)
                    html.Append("<li dir=\"auto\">").Append(_prose.Write(item)).Append("</li>\n");
                html.Append("</ul>\n");
                break;
            case Picture picture:
                html.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{HtmlProse.Text(picture.Figure.Title)}</figcaption><div class=\"drawing\">{picture.Figure.Svg}</div></figure>\n");
                break;
            case DataTable table:
                Write(html, table);
                break;
            case Cards cards:
                Write(html, cards, level);
                break;
            case Stats stats:
                html.Append("<div class=\"stats\">\n");
                foreach (var stat in stats.Items)
                    html.Append(CultureInfo.InvariantCulture, $"<div class=\"stat\"><b>{HtmlProse.Text(stat.Value)}</b><span>{HtmlProse.Text(stat.Label)}</span></div>\n");
                html.Append("</div>\n");
                break;
            case Folded folded:
                html.Append(CultureInfo.InvariantCulture, $"<details><summary>{HtmlProse.Text(folded.Summary)}</summary>\n");
                Write(html, folded.Blocks, level);
                html.Append("</details>\n");
                break;
            case FootnoteList notes:
                Write(html, notes);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(block), block.GetType().Name, "No way to write this.");
        }
    }

    private void Write(StringBuilder html, DataTable table)
    {
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{HtmlProse.Text(table.Caption)}\"><table>\n<caption>{HtmlProse.Text(table.Caption)}</caption>\n<thead><tr>");
        foreach (var column in table.Columns)
            html.Append(column.Numeric ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">").Append(HtmlProse.Text(column.Name)).Append("</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        var ids = table.Rows.All(r => r[0].Spans is [Words { Text.Length: < 5 } or Badge { Text.Length: < 5 }]);
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            for (var i = 0; i < row.Count; i++)
            {
                var (start, end) = i == 0 ? ($"<th scope=\"row\"{(ids ? " class=\"id\"" : "")} dir=\"auto\">", "</th>") : table.Columns[i].Numeric ? ("<td class=\"num\">", "</td>") : ("<td dir=\"auto\">", "</td>");
                html.Append(start).Append(_prose.Write(row[i])).Append(end);
            }
            html.Append("</tr>\n");
        }
        html.Append("</tbody></table></div>\n");
    }

    private void Write(StringBuilder html, Cards cards, int level)
    {
        html.Append("<div class=\"cards\">\n");
        foreach (var card in cards.Items)
        {
            html.Append("<article class=\"card\">");
            if (card.Kicker is not null)
                html.Append(CultureInfo.InvariantCulture, $"<p class=\"kicker\">{HtmlProse.Text(card.Kicker)}</p>");
            html.Append(CultureInfo.InvariantCulture, $"<h{level} dir=\"auto\">{_prose.Write(card.Title)}</h{level}>\n");
            Write(html, card.Blocks, level + 1);
            html.Append("</article>\n");
        }
        html.Append("</div>\n");
    }

    private static void Write(StringBuilder html, FootnoteList notes)
    {
        html.Append("<ol class=\"notes\">\n");
        foreach (var note in notes.Notes)
        {
            var date = note.Date is null ? "" : $" ({HtmlProse.Text(note.Date)})";
            html.Append(CultureInfo.InvariantCulture,
                $"<li id=\"e{note.Number}\"><a href=\"#r{note.Number}\" aria-label=\"Back to the first use of source {note.Number}\">{note.Number}</a><span>{HtmlProse.Quote(note.Quote, note.Language)} <span class=\"place\">{HtmlProse.Text(note.Place)}{date}</span> <code>{HtmlProse.Text(note.Source)}</code></span></li>\n");
        }
        html.Append("</ol>\n");
    }
}
