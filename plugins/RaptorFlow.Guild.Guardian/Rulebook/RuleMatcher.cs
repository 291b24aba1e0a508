using System.Text.RegularExpressions;
using RaptorFlow.Guild.Guardian.Texts;

namespace RaptorFlow.Guild.Guardian.Rulebook;

/// <summary>A line in all its readings, with the stretches in which nothing is to be found.</summary>
internal sealed class LineText
{
    public LineText(string text)
    {
        Text = text;
        Views = Texts.Views.Of(text);
        Addresses = [.. WebAddresses.In(text)];
    }

    public string Text { get; }

    public IReadOnlyList<View> Views { get; }

    public IReadOnlyList<TextSpan> Addresses { get; }
}

/// <summary>Where a rule is broken.</summary>
/// <param name="Span">In the original's characters.</param>
/// <param name="Tricked">Whether it was written so as not to be found.</param>
internal readonly record struct Find(TextSpan Span, bool Tricked);

/// <summary>Looks for a rule in a line.</summary>
internal static class RuleMatcher
{
    // Shorter finds inside letters that run together are chance: "b i o" in "s y m b i o t i c".
    private const int FewestRunTogether = 4;

    public static IReadOnlyList<Find> Find(LineText line, CompiledRule rule)
    {
        if (Any(line, rule.UnlessLine) || (rule.OnlyLine is not null && !Any(line, rule.OnlyLine)))
            return [];
        var finds = new List<Find>();
        foreach (var view in line.Views)
        {
            var excused = Excused(view, rule.Unless);
            var expression = view.WordsRunTogether ? rule.FindRunTogether : rule.Find;
            foreach (Match match in expression?.Matches(view.Folded.Text) ?? Enumerable.Empty<Match>())
            {
                if (match.Length == 0 || (view.WordsRunTogether && match.Length < FewestRunTogether) || excused.Exists(e => e.Overlaps(new(match.Index, match.Length))))
                    continue;
                var span = Trim(line.Text, view.Folded.Original(match.Index, match.Length));
                if (!line.Addresses.Any(a => a.Contains(span)) && !finds.Exists(f => f.Span.Overlaps(span)))
                    finds.Add(new(span, view.Tricked));
            }
        }
        return finds;
    }

    private static bool Any(LineText line, Regex? expression) =>
        expression is not null && line.Views.Any(v => !v.Tricked && expression.IsMatch(v.Folded.Text));

    private static List<TextSpan> Excused(View view, Regex? unless) =>
        unless is null ? [] : [.. unless.Matches(view.Folded.Text).Select(m => new TextSpan(m.Index, m.Length))];

    private static TextSpan Trim(string text, TextSpan span)
    {
        var (start, end) = (span.Start, span.End);
        while (start < end - 1 && char.IsWhiteSpace(text[start]))
            start++;
        while (end > start + 1 && char.IsWhiteSpace(text[end - 1]))
            end--;
        return new(start, end - start);
    }
}
