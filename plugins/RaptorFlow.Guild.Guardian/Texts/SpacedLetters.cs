namespace RaptorFlow.Guild.Guardian.Texts;

/// <summary>Puts "g u a r a n t e e d" together. Fewer than four in a row ("A B testing", "R &amp; D", "U S A") are left alone.</summary>
internal static class SpacedLetters
{
    private const int Fewest = 4;

    public static FoldedText Join(FoldedText text)
    {
        var builder = new FoldedText.Builder();
        var i = 0;
        while (i < text.Text.Length)
        {
            var run = RunAt(text.Text, i);
            for (var k = 0; k < run.Length; k += 2)
                builder.Copy(text, i + k);
            if (run.Length == 0)
                builder.Copy(text, i);
            i += Math.Max(1, run.Length);
        }
        return builder.Build();
    }

    /// <summary>Each run alone, put together: nobody can tell where one of its words ends.</summary>
    public static IEnumerable<FoldedText> Runs(FoldedText text)
    {
        for (var i = 0; i < text.Text.Length; i++)
        {
            var length = RunAt(text.Text, i).Length;
            if (length == 0)
                continue;
            var builder = new FoldedText.Builder();
            for (var k = 0; k < length; k += 2)
                builder.Copy(text, i + k);
            i += length - 1;
            yield return builder.Build();
        }
    }

    private static ReadOnlySpan<char> RunAt(string text, int start)
    {
        if (!IsSingle(text, start))
            return [];
        var (end, letters) = (start, char.IsLetter(text[start]) ? 1 : 0);
        while (end + 2 < text.Length && IsSeparator(text[end + 1]) && IsSign(text[end + 2]) && (end + 3 >= text.Length || !IsWordPart(text[end + 3])))
        {
            end += 2;
            letters += char.IsLetter(text[end]) ? 1 : 0;
        }
        return (end - start) / 2 + 1 >= Fewest && letters >= Fewest - 1 ? text.AsSpan(start, end - start + 1) : [];
    }

    private static bool IsSingle(string text, int at) =>
        IsSign(text[at]) && (at == 0 || !IsWordPart(text[at - 1])) && (at + 1 >= text.Length || !IsWordPart(text[at + 1]));

    private static bool IsSign(char c) => char.IsLetterOrDigit(c) || c is '@' or '$' or '€' or '%';

    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c);

    private static bool IsSeparator(char c) => " .-_*·|/~+".Contains(c, StringComparison.Ordinal);
}
