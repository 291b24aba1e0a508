using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Market;

/// <summary>A quantity with its place in its sentence.</summary>
/// <param name="Value">As read.</param>
/// <param name="Start">Where its words begin.</param>
/// <param name="NumberEnd">Where its number ends and what it counts begins.</param>
/// <param name="Lead">The words before it up to the quantity before it, normalised.</param>
/// <param name="Tail">The words after it up to the next quantity, normalised.</param>
/// <param name="Position">Where it begins in the normalised sentence.</param>
/// <param name="ClauseEnd">Where its clause ends there.</param>
internal sealed record PlacedQuantity(Quantity Value, int Start, int NumberEnd, string Lead, string Tail, int Position, int ClauseEnd)
{
    public static readonly char[] ClauseMarks = [',', ';', ':', '(', ')', '—', '–'];

    /// <summary>Whether it counts by the day, week, month or year: <c>450 customers a day</c>.</summary>
    public bool IsRate => MarketCues.Recurrence(string.Join(' ', Tail.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2))) is not null;

    public bool IsMoney => IsCurrency(Value.Unit);

    public bool IsPercent => Value.Unit == "%";

    public static IReadOnlyList<PlacedQuantity> In(FigureSentence sentence)
    {
        var text = sentence.Text;
        var found = new List<(Quantity Value, int Start, int End)>();
        var cursor = 0;
        foreach (var value in Numbers.Read(text, sentence.Language))
        {
            var start = text.IndexOf(value.Text, cursor, StringComparison.Ordinal);
            if (start < 0)
                continue;
            cursor = start + value.Text.Length;
            found.Add((value, start, cursor));
        }
        return [.. found.Select((q, i) => Place(text, q.Value, q.Start, q.End, i == 0 ? 0 : found[i - 1].End, i + 1 < found.Count ? found[i + 1].Start : text.Length))];
    }

    public static bool IsCurrency(string? unit) => unit is { Length: 3 } && unit.All(char.IsAsciiLetterUpper);

    public static string LastWords(string text, int count) =>
        string.Join(' ', Phrase.Normalise(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).TakeLast(count));

    private static PlacedQuantity Place(string text, Quantity value, int start, int end, int from, int to)
    {
        var named = value.Unit is { } unit && unit != "%" && value.Text.EndsWith(unit, StringComparison.Ordinal) && !Array.TrueForAll(unit.ToCharArray(), char.IsAsciiLetterUpper);
        var clause = text.IndexOfAny(ClauseMarks, end);
        return new(value, start, named ? end - value.Unit!.Length : end, Phrase.Normalise(text[from..start]), Phrase.Normalise(text[end..to]),
            Length(text[..start]), Length(clause < 0 ? text : text[..clause]));
    }

    private static int Length(string text) => Phrase.Normalise(text).TrimEnd().Length + 1;
}
