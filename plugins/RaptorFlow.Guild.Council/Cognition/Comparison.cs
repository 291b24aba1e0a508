using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Council.Cognition;

/// <summary>What one statement is to another.</summary>
internal enum Relation
{
    Unrelated,
    Same,
    Conflicting,
}

/// <summary>Holds two statements against each other: by the words they share, their names, their numbers, and what they deny.</summary>
/// <param name="Relation">What the new one is to the known one.</param>
/// <param name="Similarity">The share of both texts' content words that they have in common, 0 to 1.</param>
/// <param name="Why">How they conflict; empty unless they do.</param>
internal sealed record Comparison(Relation Relation, double Similarity, string Why = "")
{
    // Chosen on the pairs of the tests: inflections and word order stay above, another subject or an added thought below.
    private const double Alike = 0.75;
    private const double Within = 0.85;
    private const double Related = 0.5;
    private const int FewWords = 3;

    // "About 400" may be 380.
    private const decimal Tolerance = 0.1m;
    private const decimal Rounding = 0.005m;

    /// <param name="fresh">The new one.</param>
    /// <param name="known">What is known.</param>
    /// <param name="asserts">Whether they say something that can be wrong; names in a list do not.</param>
    public static Comparison Of(Said fresh, Said known, bool asserts)
    {
        var shared = fresh.Stems.Count(known.Stems.Contains);
        var union = fresh.Stems.Count + known.Stems.Count - shared;
        var similarity = union == 0 ? (Words.Fold(fresh.Text) == Words.Fold(known.Text) ? 1 : 0) : Math.Round((double)shared / union, 2);
        // Each names something that the other does not: they are about two things.
        if (fresh.Names.Any(n => !known.Stems.Contains(n)) && known.Names.Any(n => !fresh.Stems.Contains(n)))
            return new(Relation.Unrelated, similarity);
        if (IsSame(fresh, known, shared, similarity))
            return new(Relation.Same, similarity);
        return asserts && Conflict(fresh, known, shared, similarity) is { } why ? new(Relation.Conflicting, similarity, why) : new(Relation.Unrelated, similarity);
    }

    private static bool IsSame(Said fresh, Said known, int shared, double similarity) =>
        (fresh.Stems.Count < FewWords ? similarity >= 1 : similarity >= Alike || (fresh.Stems.Count > FewWords && shared >= 0.9 * fresh.Stems.Count))
        && fresh.Denies == known.Denies
        && fresh.Figures.All(f => known.Figures.Any(k => Equal(f, k)))
        && fresh.Years.All(known.Years.Contains);

    private static string? Conflict(Said fresh, Said known, int shared, double similarity)
    {
        // One says nothing that the other does not, but for its numbers or its "not".
        var sameSubject = shared > 0 && similarity >= Related && shared >= Within * Math.Min(fresh.Stems.Count, known.Stems.Count) && (shared > 1 || similarity >= 1);
        if (!sameSubject)
            return null;
        if (fresh.Denies != known.Denies && similarity >= Alike)
            return fresh.Denies ? "it denies what is known" : "what is known denies it";
        if (fresh.Denies != known.Denies)
            return null;
        foreach (var figure in fresh.Figures.Where(f => f.Unit is not null))
        {
            var others = known.Figures.Where(k => k.Unit == figure.Unit).ToList();
            if (others.Count > 0 && others.TrueForAll(k => Apart(figure.Value, k.Value)))
                return $"“{figure.Value.Text}” is not “{others[0].Value.Text}”";
        }
        return null;
    }

    private static bool Equal(Figure a, Figure b) => a.Unit == b.Unit && Near(a.Value.Low, b.Value.Low) && Near(a.Value.High, b.Value.High);

    private static bool Near(decimal? a, decimal? b) => (a, b) switch
    {
        (null, null) => true,
        ({ } x, { } y) => Math.Abs(x - y) <= Rounding * Math.Max(Math.Abs(x), Math.Abs(y)),
        _ => false,
    };

    private static bool Apart(Quantity a, Quantity b)
    {
        var slack = a.Approximate || b.Approximate ? Tolerance : Rounding;
        return Above(a.Low, b.High, slack) || Above(b.Low, a.High, slack);
    }

    private static bool Above(decimal? low, decimal? high, decimal slack) => low is { } l && high is { } h && l - h > slack * Math.Max(Math.Abs(l), Math.Abs(h));
}
