using System.Text;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Report.Figures;

/// <summary>Estimates how wide a text will be drawn: SVG has no line breaks, and fonts differ from machine to machine.</summary>
internal static class TextFit
{
    public static double Width(string text, double size) => text.EnumerateRunes().Sum(Em) * size;

    /// <summary>The text, or as much of it as fits with an ellipsis.</summary>
    public static string Fit(string? text, double size, double width)
    {
        var clean = CleanText.Of(text);
        if (Width(clean, size) <= width)
            return clean;
        var cut = new StringBuilder();
        var used = Em(new Rune('…')) * size;
        foreach (var rune in clean.EnumerateRunes())
        {
            used += Em(rune) * size;
            if (used > width)
                break;
            cut.Append(rune.ToString());
        }
        return cut.ToString().TrimEnd() + "…";
    }

    private static double Em(Rune rune) => rune.Value switch
    {
        'i' or 'j' or 'l' or 't' or 'f' or 'r' or 'I' or ' ' or '.' or ',' or ':' or ';' or '\'' or '|' or '(' or ')' => 0.32,
        'm' or 'w' or 'M' or 'W' or '…' or '@' => 0.9,
        >= 'A' and <= 'Z' => 0.68,
        >= 0x1100 => 1.0,
        _ => 0.56,
    };
}
