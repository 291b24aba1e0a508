using RaptorFlow.Marketing;

namespace RaptorFlow.Reading;

/// <summary>A word that forbids, obliges or limits, in its clause.</summary>
/// <param name="Effect">What it does.</param>
/// <param name="Strong">Whether it does so in any context: <c>never</c>, <c>must</c>; not <c>no</c>, <c>always</c>.</param>
/// <param name="Start">Its first token.</param>
/// <param name="End">The token after its last.</param>
internal sealed record Cue(ConstraintEffect Effect, bool Strong, int Start, int End)
{
    private static readonly string[] Having = ["have", "has", "avons", "ont", "haben", "hat", "hatten", "tenemos", "tiene", "tienen", "abbiamo", "ha", "hanno", "temos", "tem", "hebben", "heeft"];

    private static readonly string[] Lists = ["not_cue", "forbid_strong", "forbid_weak", "oblige_strong", "oblige_weak", "limit"];

    /// <summary>The cue that governs a clause: what forbids before what limits before what obliges, the first of each.</summary>
    public static Cue? Governing(string clause, IReadOnlyList<Token> tokens, string language)
    {
        var all = All(clause, tokens, language);
        return all.Find(c => c.Effect == ConstraintEffect.Forbids) ?? all.Find(c => c.Effect == ConstraintEffect.Limits) ?? all.FirstOrDefault();
    }

    public static List<Cue> All(string clause, IReadOnlyList<Token> tokens, string language)
    {
        var cues = new List<Cue>();
        var index = Lexicon.For(language).Index(Lists);
        var lacks = false;
        foreach (var hit in index.All(tokens))
        {
            // "We have no site and no newsletter" goes on lacking; it forbids nothing.
            lacks |= hit.Value == "not_cue" && tokens.Skip(hit.Start).Take(hit.Count).Any(t => Having.Contains(t.Text));
            if (lacks && hit.Value == "forbid_weak")
                continue;
            var effect = hit.Value switch
            {
                "forbid_strong" or "forbid_weak" => ConstraintEffect.Forbids,
                "limit" => ConstraintEffect.Limits,
                "oblige_strong" or "oblige_weak" => ConstraintEffect.Obliges,
                _ => (ConstraintEffect?)null,
            };
            if (effect is { } known && !Compound(clause, tokens, hit))
                cues.Add(new(known, hit.Value.EndsWith("_strong", StringComparison.Ordinal), hit.Start, hit.End));
        }
        return cues;
    }

    // no-code, must-have, non-stop: part of a word.
    private static bool Compound(string clause, IReadOnlyList<Token> tokens, PhraseHit<string> hit)
    {
        var (start, end) = (tokens[hit.Start].Start, tokens[hit.End - 1].End);
        var after = end + 1 < clause.Length && clause[end] == '-' && char.IsLetter(clause[end + 1]);
        var before = start > 1 && clause[start - 1] == '-' && char.IsLetter(clause[start - 2]);
        return after || before;
    }
}
