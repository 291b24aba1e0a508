using System.Text;
using RaptorFlow.Memory;

namespace RaptorFlow.Core.Memory;

/// <summary>Where a passage has the words that were looked for, from a text in which Postgres has marked them.</summary>
internal static class Highlights
{
    // Private-use characters, which a text has no reason to hold; if it does, they are spaces to the marking, which is as long.
    public const char Start = '\ue000';
    public const char Stop = '\ue001';

    /// <summary>For ts_headline: marks every word in place, and leaves nothing out.</summary>
    public static readonly string Options = $"HighlightAll=true, StartSel={Start}, StopSel={Stop}";

    /// <returns>In the order of the text, none touching another; empty when the marked text is not the text.</returns>
    public static IReadOnlyList<MemoryHighlight> Read(string text, string? marked)
    {
        if (marked is null)
            return [];
        var (found, plain, start) = (new List<MemoryHighlight>(), new StringBuilder(text.Length), -1);
        foreach (var character in marked)
        {
            if (character == Start)
                start = plain.Length;
            else if (character != Stop)
                plain.Append(character);
            else if (start >= 0)
            {
                Add(found, start, plain.Length);
                start = -1;
            }
        }
        return plain.Equals(text.Replace(Start, ' ').Replace(Stop, ' ')) ? found : [];
    }

    private static void Add(List<MemoryHighlight> found, int start, int end)
    {
        if (found is [.., var last] && last.Start + last.Length >= start)
            found[^1] = last with { Length = Math.Max(last.Start + last.Length, end) - last.Start };
        else if (end > start)
            found.Add(new(start, end - start));
    }
}
