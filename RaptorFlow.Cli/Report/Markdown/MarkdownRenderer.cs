using System.Globalization;
using System.Text;
using RaptorFlow.Cli.Report.Model;

namespace RaptorFlow.Cli.Report.Markdown;

/// <summary>The report as Markdown, with its pictures as files beside it.</summary>
internal static class MarkdownRenderer
{
    public const string Assets = "report-assets";

    public static string Render(ReportDocument document)
    {
        var text = new StringBuilder(32 * 1024);
        text.Append(CultureInfo.InvariantCulture, $"# {MarkdownText.Escape(document.Title)}\n\n*{MarkdownText.Escape(document.Byline)}*\n\n");
        Write(text, document.Opening, 3);
        foreach (var section in document.Sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"## {MarkdownText.Escape(section.Title)}\n\n*{MarkdownText.Escape(section.Intro)}*\n\n");
            Write(text, section.Blocks, 3);
        }
        return text.ToString().TrimEnd() + "\n";
    }

    private static void Write(StringBuilder text, IEnumerable<Block> blocks, int level)
    {
        foreach (var block in blocks)
            Write(text, block, level);
    }

    private static void Write(StringBuilder text, Block block, int level)
    {
        var hashes = new string('#', Math.Min(level, 6));
        switch (block)
        {
            case Paragraph paragraph:
                text.Append(Write(paragraph.Text)).Append("\n\n");
                break;
            case Heading heading:
                text.Append(CultureInfo.InvariantCulture, $"{hashes} {MarkdownText.Escape(heading.Text)}\n\n");
                break;
            case Display display:
                text.Append("> ").Append(Write(display.Text)).Append("\n\n");
                break;
            case Callout callout:
                text.Append("> **Note.** ").Append(Write(callout.Text)).Append("\n\n");
                break;
            case Bullets bullets:
                foreach (var item in bullets.Items)
                    text.Append("- ").Append(Write(item)).Append('\n');
                text.Append('\n');
                break;
            case Picture picture:
                text.Append(CultureInfo.InvariantCulture, $"![{MarkdownText.Escape(picture.Figure.Title + ". " + picture.Figure.Description)}]({Assets}/{picture.Figure.Name}.svg)\n\n");
                break;
            case DataTable table:
                Write(text, table);
                break;
            case Cards cards:
                foreach (var card in cards.Items)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{hashes} {(card.Kicker is null ? "" : MarkdownText.Escape(card.Kicker) + ": ")}{Write(card.Title)}\n\n");
                    Write(text, card.Blocks, level + 1);
                }
                break;
            case Stats stats:
                text.Append(string.Join(" · ", stats.Items.Select(s => $"**{MarkdownText.Escape(s.Value)}** {MarkdownText.Escape(s.Label)}"))).Append("\n\n");
                break;
            case Folded folded:
                text.Append(CultureInfo.InvariantCulture, $"{hashes} {MarkdownText.Escape(folded.Summary)}\n\n");
                Write(text, folded.Blocks, level + 1);
                break;
            case FootnoteList notes:
                foreach (var note in notes.Notes)
                    text.Append(CultureInfo.InvariantCulture, $"[^{note.Number}]: “{MarkdownText.Escape(note.Quote)}” {MarkdownText.Escape(note.Place)}{(note.Date is null ? "" : $" ({MarkdownText.Escape(note.Date)})")}, {MarkdownText.Escape(note.Source)}\n");
                text.Append('\n');
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(block), block.GetType().Name, "No way to write this.");
        }
    }

    private static void Write(StringBuilder text, DataTable table)
    {
        text.Append(CultureInfo.InvariantCulture, $"**{MarkdownText.Escape(table.Caption)}**\n\n");
        text.Append("| ").AppendJoin(" | ", table.Columns.Select(c => MarkdownText.Escape(c.Name))).Append(" |\n");
        text.Append("| ").AppendJoin(" | ", table.Columns.Select(c => c.Numeric ? "---:" : "---")).Append(" |\n");
        foreach (var row in table.Rows)
            text.Append("| ").AppendJoin(" | ", row.Select(Write)).Append(" |\n");
        text.Append('\n');
    }

    private static string Write(Prose prose) => string.Concat(prose.Spans.Select(span => span switch
    {
        Words words => MarkdownText.Escape(words.Text),
        Strong strong => Emphasised("**", strong.Text),
        Aside aside => MarkdownText.Escape(aside.Text),
        Code code => MarkdownText.Escape(code.Text),
        Quoted quoted => $"“{MarkdownText.Escape(quoted.Text)}”",
        Marker marker => string.Create(CultureInfo.InvariantCulture, $"[^{marker.Number}]"),
        Badge badge => Emphasised("**", $"[{badge.Text.ToUpperInvariant()}]"),
        _ => throw new ArgumentOutOfRangeException(nameof(prose), span.GetType().Name, "No way to write this."),
    }));

    // Emphasis must not begin or end with a space, and an empty one would be read as a rule.
    private static string Emphasised(string mark, string text)
    {
        var escaped = MarkdownText.Escape(text);
        var inner = escaped.Trim();
        return inner.Length == 0 ? escaped : escaped.Replace(inner, mark + inner + mark, StringComparison.Ordinal);
    }
}
