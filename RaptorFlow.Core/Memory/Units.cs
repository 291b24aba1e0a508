namespace RaptorFlow.Core.Memory;

/// <summary>What passages are put together from: blocks if short, else their lines, else sentences, else words.</summary>
internal static class Units
{
    private const int MaximumTokens = 60;

    public static IEnumerable<Range> Of(string text, Range block)
    {
        var (start, length) = block.GetOffsetAndLength(text.Length);
        return Cut(text, start, start + length, Cuts);
    }

    private static readonly Func<string, int, bool>[] Cuts =
    [
        (text, i) => text[i] == '\n',
        (text, i) => text[i] is '。' or '！' or '？' || (text[i] is ' ' && text[i - 1] is '.' or '!' or '?' or ';' or ':'),
        (text, i) => char.IsWhiteSpace(text[i]),
    ];

    private static IEnumerable<Range> Cut(string text, int start, int end, ReadOnlyMemory<Func<string, int, bool>> cuts)
    {
        if (Tokens.Estimate(text.AsSpan(start, end - start)) <= MaximumTokens)
            return [start..end];
        if (cuts.IsEmpty)
            return Chop(text, start, end);
        var parts = new List<Range>();
        var from = start;
        for (var i = start + 1; i < end; i++)
        {
            if (!cuts.Span[0](text, i))
                continue;
            parts.AddRange(Cut(text, from, i + 1, cuts[1..]));
            from = i + 1;
        }
        if (from < end)
            parts.AddRange(Cut(text, from, end, cuts[1..]));
        return parts;
    }

    // A word without end: cut anywhere but within a surrogate pair.
    private static IEnumerable<Range> Chop(string text, int start, int end)
    {
        while (start < end)
        {
            var size = Math.Min(MaximumTokens, end - start);
            if (start + size < end && char.IsHighSurrogate(text[start + size - 1]))
                size--;
            yield return start..(start + size);
            start += size;
        }
    }
}
