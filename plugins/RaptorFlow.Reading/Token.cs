namespace RaptorFlow.Reading;

/// <summary>A word with its place in the text.</summary>
/// <param name="Text">Lower case, without accents.</param>
/// <param name="Start">Where it begins, in characters.</param>
/// <param name="End">Where it ends, exclusive.</param>
internal readonly record struct Token(string Text, int Start, int End)
{
    public static IReadOnlyList<Token> Read(string text)
    {
        var tokens = new List<Token>();
        var word = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[i]))
            {
                i++;
                continue;
            }
            var start = i;
            word.Clear();
            for (; i < text.Length && (Folding.IsWord(text[i]) || IsContraction(text, i)); i++)
                Folding.Append(word, text[i]);
            if (word.Length > 0)
                tokens.Add(new(word.ToString(), start, i));
        }
        return tokens;
    }

    /// <summary>How many of the tokens end at or before a place.</summary>
    public static int CountBefore(IReadOnlyList<Token> tokens, int position)
    {
        var (low, high) = (0, tokens.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (tokens[middle].End <= position)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>The token that begins at a place; -1 when none does.</summary>
    public static int IndexAt(IReadOnlyList<Token> tokens, int position)
    {
        var (low, high) = (0, tokens.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (tokens[middle].Start == position)
                return middle;
            if (tokens[middle].Start < position)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return -1;
    }

    // don't, can't: one word; l'avant, d'ici: two.
    private static bool IsContraction(string text, int i) =>
        text[i] is '\'' or '’' && i + 1 < text.Length && text[i + 1] is 't' or 'T' && i > 0 && text[i - 1] is 'n' or 'N'
        && (i + 2 >= text.Length || !Folding.IsWord(text[i + 2]));
}
