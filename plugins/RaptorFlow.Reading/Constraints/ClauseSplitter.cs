namespace RaptorFlow.Reading;

/// <summary>Cuts a sentence where one rule ends and another begins.</summary>
internal static class ClauseSplitter
{
    public static IEnumerable<string> Split(string sentence, string language)
    {
        foreach (var clause in Sentences.Clauses(sentence))
        {
            var start = 0;
            var tokens = Token.Read(clause);
            foreach (var cue in Cue.All(clause, tokens, language).Where(c => c.Start > 0))
            {
                var cut = Boundary(clause, tokens, cue.Start, language);
                if (cut is not { } at || at <= start)
                    continue;
                if (clause[start..at].Trim().TrimEnd(',') is { Length: > 0 } part)
                    yield return part;
                start = at;
            }
            if (clause[start..].Trim().TrimEnd('.', '!', ',').Trim() is { Length: > 0 } rest)
                yield return rest;
        }
    }

    // A comma, "and" or "but" just before a cue starts a new clause; the conjunction itself is left out.
    private static int? Boundary(string clause, IReadOnlyList<Token> tokens, int cue, string language)
    {
        var at = tokens[cue].Start;
        if (clause.AsSpan(0, at).TrimEnd().EndsWith(","))
            return at;
        string[] conjunctions = [.. Lexicon.For(language).List("and"), "but", "mais", "aber", "pero", "ma", "mas", "maar", "sondern", "we", "nous", "wir", "on"];
        for (var back = cue - 1; back >= 0 && back >= cue - 2; back--)
        {
            if (!conjunctions.Contains(tokens[back].Text))
                return null;
            if (clause.AsSpan(0, tokens[back].Start).TrimEnd().EndsWith(","))
                return tokens[back].Text is "we" or "nous" or "wir" or "on" ? tokens[back].Start : at;
        }
        return null;
    }
}
