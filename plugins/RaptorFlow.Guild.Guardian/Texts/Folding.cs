using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace RaptorFlow.Guild.Guardian.Texts;

/// <summary>
/// Lower case, no accents, compatibility forms resolved (Unicode NFKC, UAX #15), look-alikes of other scripts read as the Latin
/// letters they pass for (a subset of Unicode UTS #39), what cannot be seen left out, mark-up taken away.
/// </summary>
internal static partial class Folding
{
    public static FoldedText Fold(string text)
    {
        var builder = new FoldedText.Builder();
        var position = 0;
        foreach (Match mark in Markup().Matches(text))
        {
            AddRunes(builder, text, position, mark.Index);
            AddMarkup(builder, mark);
            position = mark.Index + mark.Length;
        }
        AddRunes(builder, text, position, text.Length);
        return builder.Build();
    }

    /// <summary>One string folded, for names and terms whose offsets do not matter.</summary>
    public static string FoldString(string text) => Views.Collapse(Fold(text)).Text.Trim();

    private static void AddMarkup(FoldedText.Builder builder, Match mark)
    {
        var (start, end) = (mark.Index, mark.Index + mark.Length);
        if (mark.Value[0] == '&')
        {
            foreach (var rune in WebUtility.HtmlDecode(mark.Value).EnumerateRunes())
                AddRune(builder, rune, start, end);
        }
        else if (mark.Groups["block"].Success)
        {
            builder.Add(' ', start, end);
        }
    }

    private static void AddRunes(FoldedText.Builder builder, string text, int from, int to)
    {
        while (from < to)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(from, to - from), out var rune, out var length) != System.Buffers.OperationStatus.Done)
                rune = Rune.ReplacementChar;
            AddRune(builder, rune, from, from + length);
            from += length;
        }
    }

    private static void AddRune(FoldedText.Builder builder, Rune rune, int start, int end)
    {
        if (rune.IsAscii)
        {
            var ascii = (char)rune.Value;
            builder.Add(char.IsWhiteSpace(ascii) ? Space(ascii) : char.ToLowerInvariant(ascii), start, end);
            return;
        }
        if (LookAlikes.Of(rune) is { } look)
        {
            foreach (var c in look)
                builder.Add(c, start, end);
            return;
        }
        foreach (var part in rune.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes())
            AddPart(builder, part, start, end);
    }

    private static void AddPart(FoldedText.Builder builder, Rune part, int start, int end)
    {
        switch (Rune.GetUnicodeCategory(part))
        {
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control:
                return;
            case UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                builder.Add(' ', start, end);
                return;
            case UnicodeCategory.DashPunctuation:
                builder.Add('-', start, end);
                return;
        }
        var lower = Rune.ToLowerInvariant(part);
        foreach (var c in LookAlikes.Of(lower) ?? lower.ToString())
            builder.Add(c, start, end);
    }

    private static char Space(char c) => c is '\n' or '\r' ? '\n' : ' ';

    [GeneratedRegex("""</?(?:(?<block>br|p|div|li|ul|h[1-6]|td|tr)|b|i|u|s|em|strong|span|a|font|sup|sub|wbr|mark|small)\b[^<>]*>|&(?:[a-zA-Z]{2,10}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});""",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Markup();
}
