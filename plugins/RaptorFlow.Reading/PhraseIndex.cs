namespace RaptorFlow.Reading;

/// <summary>Finds phrases among tokens. A phrase may end words with <c>*</c> (any ending) and hold <c>_</c> (any one word).</summary>
internal sealed class PhraseIndex<T>
{
    private const int PrefixKey = 2;
    private readonly Dictionary<string, List<Phrase>> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Phrase>> _prefix = new(StringComparer.Ordinal);

    public void Add(string text, T value)
    {
        var parts = new List<Part>();
        foreach (var piece in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (piece == "_")
            {
                parts.Add(new("", true));
                continue;
            }
            var words = Words.Tokens(piece);
            for (var i = 0; i < words.Count; i++)
                parts.Add(new(words[i], i == words.Count - 1 && piece.EndsWith('*')));
        }
        if (parts.Count == 0)
            return;
        var first = parts[0];
        var (table, key) = first.Prefix ? (_prefix, first.Text[..Math.Min(PrefixKey, first.Text.Length)]) : (_exact, first.Text);
        if (!table.TryGetValue(key, out var phrases))
            table[key] = phrases = [];
        phrases.Add(new([.. parts], value));
    }

    /// <summary>The longest phrase that starts at a token.</summary>
    public PhraseHit<T>? At(IReadOnlyList<Token> tokens, int start)
    {
        PhraseHit<T>? best = null;
        var word = tokens[start].Text;
        if (_exact.TryGetValue(word, out var phrases))
            best = Longest(phrases, tokens, start, best);
        if (word.Length >= PrefixKey && _prefix.TryGetValue(word[..PrefixKey], out phrases))
            best = Longest(phrases, tokens, start, best);
        return best;
    }

    /// <summary>All phrases from left to right, the longest first at each place, none over another.</summary>
    public IEnumerable<PhraseHit<T>> All(IReadOnlyList<Token> tokens, int from = 0, int? to = null)
    {
        var end = to ?? tokens.Count;
        for (var i = from; i < end;)
        {
            if (At(tokens, i) is { } hit && hit.Start + hit.Count <= end)
            {
                yield return hit;
                i += hit.Count;
            }
            else
            {
                i++;
            }
        }
    }

    private static PhraseHit<T>? Longest(List<Phrase> phrases, IReadOnlyList<Token> tokens, int start, PhraseHit<T>? best)
    {
        foreach (var phrase in phrases)
        {
            if (phrase.Parts.Length > (best?.Count ?? 0) && phrase.Fits(tokens, start))
                best = new(phrase.Value, start, phrase.Parts.Length);
        }
        return best;
    }

    private readonly record struct Part(string Text, bool Prefix)
    {
        public bool Fits(string word) => Prefix ? word.StartsWith(Text, StringComparison.Ordinal) : word == Text;
    }

    private sealed record Phrase(Part[] Parts, T Value)
    {
        public bool Fits(IReadOnlyList<Token> tokens, int start)
        {
            if (start + Parts.Length > tokens.Count)
                return false;
            for (var i = 0; i < Parts.Length; i++)
            {
                if (!Parts[i].Fits(tokens[start + i].Text))
                    return false;
            }
            return true;
        }
    }
}

/// <summary>A phrase found.</summary>
internal sealed record PhraseHit<T>(T Value, int Start, int Count)
{
    public int End => Start + Count;
}
