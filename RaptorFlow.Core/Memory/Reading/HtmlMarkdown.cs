using System.Text;
using AngleSharp.Dom;

namespace RaptorFlow.Core.Memory.Reading;

/// <summary>Writes what is seen of HTML as Markdown: headings, paragraphs, lists, tables, quotations, code and links. No deeper than the parser nests.</summary>
internal sealed class HtmlMarkdown
{
    // Markers at the beginning of every line of a nested list can make more of little text.
    private const int Budget = NewDocument.MaximumText * 8;

    private readonly Uri? _address;
    private int _spent;

    private HtmlMarkdown(Uri? address) => _address = address;

    /// <param name="root">Whose content.</param>
    /// <param name="address">What relative links are relative to; without it they are text.</param>
    public static string Of(IElement root, Uri? address) => string.Join("\n\n", new HtmlMarkdown(address).Blocks(root));

    private List<string> Blocks(INode parent)
    {
        var blocks = new List<string>();
        var line = new StringBuilder();
        foreach (var node in parent.ChildNodes)
        {
            if (node is IElement element && IsBlock(element))
            {
                Flush();
                blocks.AddRange(Block(element));
            }
            else
            {
                Inline(node, line);
            }
        }
        Flush();
        return blocks;

        void Flush()
        {
            if (Lines(line) is { Length: > 0 } paragraph)
                blocks.Add(Spend(paragraph[0] is '#' or '>' or '=' ? $"\\{paragraph}" : paragraph));
            line.Clear();
        }
    }

    private IEnumerable<string> Block(IElement element)
    {
        switch (element.LocalName)
        {
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                return Text(element) is { Length: > 0 } heading ? [Spend($"{new string('#', element.LocalName[1] - '0')} {heading}")] : [];
            case "ul" or "ol" or "menu":
                return List(element);
            case "table" when HtmlTable.Of(element, Text) is { } table:
                return [Spend(table)];
            case "pre":
                return string.IsNullOrWhiteSpace(element.TextContent) ? [] : [Spend($"```\n{element.TextContent.Trim('\r', '\n').Replace("```", "'''", StringComparison.Ordinal)}\n```")];
            case "blockquote":
                return Blocks(element) is { Count: > 0 } quoted ? [Spend(Prefix(string.Join("\n\n", quoted), "> ", "> "))] : [];
            case "hr" or "script" or "style":
                return [];
            default:
                return Blocks(element);
        }
    }

    private IEnumerable<string> List(IElement list)
    {
        var (items, number) = (new List<string>(), 1);
        foreach (var item in list.Children)
        {
            var blocks = Blocks(item);
            if (blocks.Count == 0)
                continue;
            var marker = list.LocalName == "ol" ? FormattableString.Invariant($"{number++}. ") : "- ";
            items.Add(Prefix(string.Join('\n', blocks), marker, new(' ', marker.Length)));
        }
        return items.Count == 0 ? [] : [Spend(string.Join('\n', items))];
    }

    private void Inline(INode node, StringBuilder line)
    {
        if (node is IText text)
        {
            line.Append(text.Data);
            return;
        }
        if (node is not IElement element)
            return;
        switch (element.LocalName)
        {
            case "script" or "style":
                return;
            case "br":
                line.Append('\u2028'); // The only line break that the source cannot have meant as a space.
                return;
            case "a" when Link(element) is { } link:
                line.Append(link);
                return;
            case "code" or "kbd" or "samp" when Text(element) is { Length: > 0 } code && !code.Contains('`', StringComparison.Ordinal):
                line.Append('`').Append(code).Append('`');
                return;
            default:
                foreach (var child in element.ChildNodes)
                    Inline(child, line);
                if (IsBlock(element))
                    line.Append(' ');
                return;
        }
    }

    private string? Link(IElement element)
    {
        var text = Text(element);
        if (text.Length == 0 || _address is null || element.GetAttribute("href") is not { Length: > 0 and <= 2000 } href || href[0] == '#')
            return null;
        return Uri.TryCreate(_address, href, out var target) && target.Scheme is "http" or "https"
            ? $"[{text.Replace("]", "\\]", StringComparison.Ordinal)}]({target.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal)})"
            : null;
    }

    /// <summary>All text within, on one line.</summary>
    private string Text(IElement element)
    {
        var line = new StringBuilder();
        foreach (var child in element.ChildNodes)
            Inline(child, line);
        return Lines(line).Replace('\n', ' ');
    }

    private static string Lines(StringBuilder line)
    {
        var lines = line.ToString().Split('\u2028').Select(part => string.Join(' ', part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Where(part => part.Length > 0);
        return string.Join('\n', lines);
    }

    private static string Prefix(string text, string first, string others)
    {
        var lines = text.Split('\n');
        return string.Join('\n', lines.Select((line, i) => i == 0 ? first + line : line.Length == 0 ? others.TrimEnd() : others + line));
    }

    private string Spend(string block)
    {
        _spent += block.Length;
        return _spent <= Budget ? block : throw UnreadableException.TooLong();
    }

    private static bool IsBlock(IElement element) => element.LocalName is "address" or "article" or "aside" or "blockquote" or "body" or "center" or "dd" or "details" or "div" or "dl" or "dt"
        or "fieldset" or "figcaption" or "figure" or "footer" or "form" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "header" or "hgroup" or "hr" or "li" or "main" or "menu" or "nav"
        or "ol" or "p" or "pre" or "section" or "summary" or "table" or "tbody" or "td" or "tfoot" or "th" or "thead" or "tr" or "ul" or "caption";
}
