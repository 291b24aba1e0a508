using RaptorFlow.Marketing;

namespace RaptorFlow.Reading;

/// <summary>Decides whether a clause outside the brief's rules states one: precision matters as much as finding them all.</summary>
internal static class Admission
{
    private static readonly ConstraintSubject[] LimitSubjects =
        [ConstraintSubject.Geography, ConstraintSubject.Capacity, ConstraintSubject.Timing, ConstraintSubject.Audience, ConstraintSubject.Channel, ConstraintSubject.Budget];

    public static bool States(string clause, IReadOnlyList<Token> tokens, Cue cue, (ConstraintSubject Subject, string Key) about, FieldKind kind, string root, string language)
    {
        if (about.Subject == ConstraintSubject.Other || Quoting.IsQuoted(clause, tokens[cue.Start].Start) || OfOthers(tokens, cue, language))
            return false;
        var lexicon = Lexicon.For(language);
        var principle = lexicon.Index("principle").All(tokens).Any();
        return kind switch
        {
            FieldKind.Descriptive => Described(cue, about, principle, root, clause, language),
            FieldKind.Document => !Has(tokens, lexicon, "singular") && (principle || Has(tokens, lexicon, "we") || (cue.Start == 0 && cue.Strong) || cue.Strong && cue.Effect == ConstraintEffect.Forbids && Passive(tokens, cue, lexicon))
                && Free(cue, about, clause, language),
            _ => Free(cue, about, clause, language),
        };
    }

    private static bool Free(Cue cue, (ConstraintSubject Subject, string Key) about, string clause, string language) => cue.Effect switch
    {
        ConstraintEffect.Limits => LimitSubjects.Contains(about.Subject) && Counted(about, clause, language),
        ConstraintEffect.Obliges => about.Subject is not (ConstraintSubject.Geography or ConstraintSubject.Capacity or ConstraintSubject.Timing or ConstraintSubject.Audience) || cue.Strong,
        _ => cue.Strong || about.Subject is not (ConstraintSubject.Budget or ConstraintSubject.Capacity or ConstraintSubject.Geography) && about.Key != "price",
    };

    private static bool Described(Cue cue, (ConstraintSubject Subject, string Key) about, bool principle, string root, string clause, string language) => cue.Effect switch
    {
        ConstraintEffect.Limits => root is not ("differentiators" or "industry" or "type") && Counted(about, clause, language)
            && about.Subject is ConstraintSubject.Geography or ConstraintSubject.Capacity or ConstraintSubject.Timing or ConstraintSubject.Channel
            && !(root == "target_customers" && about.Subject == ConstraintSubject.Capacity),
        ConstraintEffect.Obliges => cue.Strong && root != "target_customers"
            && about.Subject is ConstraintSubject.Privacy or ConstraintSubject.Comparison or ConstraintSubject.Wording or ConstraintSubject.Brand,
        // "No ads" on a newspaper's list of merits is a merit; "no ads, by principle" is a rule.
        _ => about.Subject switch
        {
            ConstraintSubject.Channel => principle || cue.Strong || (root is "revenue_model" or "target_customers" or "geographies" && !ChannelNames.InText(clause, language).Contains(Channels.Display)),
            ConstraintSubject.Comparison or ConstraintSubject.Wording or ConstraintSubject.Tone => principle || cue.Strong,
            ConstraintSubject.Price => (principle || cue.Strong) && about.Key == "discount",
            _ => principle && cue.Strong,
        },
    };

    // A bound on places or orders needs its number; "only breakfast guests" has none.
    private static bool Counted((ConstraintSubject Subject, string Key) about, string clause, string language) =>
        about.Subject is not (ConstraintSubject.Capacity or ConstraintSubject.Budget) || Numbers.Read(clause, language).Count > 0;

    // "who are not experts", "if you do not", "customers never": it speaks of others.
    private static bool OfOthers(IReadOnlyList<Token> tokens, Cue cue, string language)
    {
        var lexicon = Lexicon.For(language);
        var (relative, others, we) = (lexicon.Index("relative"), lexicon.Index("others"), lexicon.Index("we"));
        for (var i = cue.Start - 1; i >= 0 && i >= cue.Start - 4; i--)
        {
            if (we.At(tokens, i) is not null)
                return false;
            if (relative.At(tokens, i) is not null || (others.At(tokens, i) is not null && cue.Strong))
                return true;
        }
        return false;
    }

    private static bool Passive(IReadOnlyList<Token> tokens, Cue cue, Lexicon lexicon) =>
        lexicon.Index("forbid_after").At(tokens, cue.Start) is not null || (cue.End < tokens.Count && tokens[cue.End].Text is "be" or "etre" or "werden" or "ser" or "essere" or "worden");

    private static bool Has(IReadOnlyList<Token> tokens, Lexicon lexicon, string list) => lexicon.Index(list).All(tokens).Any();
}
