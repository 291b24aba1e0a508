namespace RaptorFlow.Guild.Guardian.Texts;

/// <summary>Reads "gu4rant33d" and "fr€€": digits and signs inside a word of at least two letters stand for letters.</summary>
internal static class LeetSpeak
{
    public static FoldedText Read(FoldedText text, char one)
    {
        var builder = new FoldedText.Builder();
        var i = 0;
        while (i < text.Text.Length)
        {
            var end = i;
            while (end < text.Text.Length && IsPart(text.Text, end))
                end++;
            var word = text.Text.AsSpan(i, end - i);
            var isWord = Letters(word) >= 2;
            for (var k = i; k < end; k++)
                builder.Copy(text, k, isWord ? Letter(text.Text[k], one) : text.Text[k]);
            if (end == i)
                builder.Copy(text, end++);
            i = end;
        }
        return builder.Build();
    }

    private static int Letters(ReadOnlySpan<char> word)
    {
        var count = 0;
        foreach (var c in word)
            count += char.IsLetter(c) ? 1 : 0;
        return count;
    }

    private static bool IsPart(string text, int at) => text[at] switch
    {
        '!' or '|' => at > 0 && at < text.Length - 1 && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at + 1]),
        '@' or '$' or '€' => true,
        var c => char.IsLetterOrDigit(c),
    };

    private static char Letter(char c, char one) => c switch
    {
        '0' => 'o',
        '1' or '!' or '|' => one,
        '3' or '€' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        '8' => 'b',
        _ => c,
    };
}
