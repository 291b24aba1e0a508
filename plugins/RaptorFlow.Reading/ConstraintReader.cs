using System.Globalization;
using RaptorFlow.Marketing;

namespace RaptorFlow.Reading;

/// <summary>Finds what a company forbids, limits or obliges, wherever in its brief and documents it says so.</summary>
public static class ConstraintReader
{
    private const int LongestClause = 600;

    /// <summary>The constraints in the order found; what the brief says of its voice comes last. Entries of rule fields always count.</summary>
    /// <param name="facts">The brief's fields and the documents' passages.</param>
    /// <param name="language">The brief's language, as a BCP 47 tag; facts in another known language are read in theirs.</param>
    public static IReadOnlyList<Constraint> Read(IEnumerable<Evidence> facts, string language)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var all = facts.ToList();
        var found = new List<Constraint>();
        foreach (var fact in all.Where(f => !IsVoice(f)).Concat(all.Where(IsVoice)))
        {
            foreach (var constraint in OfFact(fact, language))
            {
                if (!found.Exists(c => Same(c, constraint)))
                    found.Add(constraint with { Id = string.Create(CultureInfo.InvariantCulture, $"C{found.Count + 1}") });
            }
        }
        return found;
    }

    private static bool IsVoice(Evidence fact) => fact.Source.StartsWith("brand_voice", StringComparison.Ordinal);

    private static bool Same(Constraint a, Constraint b) =>
        a.Effect == b.Effect && string.Equals(a.Evidence.Quote, b.Evidence.Quote, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Constraint> OfFact(Evidence fact, string briefLanguage)
    {
        var language = fact.Quote.Length >= 25 ? Languages.Detect(fact.Quote, briefLanguage) : briefLanguage;
        if (!Languages.Known.Contains(language))
            language = briefLanguage;
        var kind = FieldKinds.Of(fact.Source, language);
        if (kind == FieldKind.Silent)
            return [];
        var reader = new FactReader(fact, kind, language);
        return kind switch
        {
            FieldKind.Rule => reader.Rules(),
            FieldKind.Forbidden => reader.Forbidden(),
            _ => reader.Stated(),
        };
    }

    private sealed class FactReader(Evidence fact, FieldKind kind, string language)
    {
        public IEnumerable<Constraint> Rules()
        {
            if (IsInstruction(fact.Quote))
            {
                yield return Make(fact.Quote.Trim(), ConstraintEffect.Obliges, ConstraintSubject.Other, [], "reads as an instruction to software: kept as quoted text, not followed");
                yield break;
            }
            foreach (var sentence in Sentences.Split(fact.Quote))
            {
                var clauses = ClauseSplitter.Split(sentence, language).Select(c => (Text: c, Cue: Governing(c))).ToList();
                if (clauses.Exists(c => c.Cue is not null))
                {
                    foreach (var (text, cue) in clauses.Where(c => c.Cue is not null))
                        yield return Of(text, cue!);
                }
                else
                {
                    yield return Of(sentence.TrimEnd('.', ' '), null);
                }
            }
        }

        public IEnumerable<Constraint> Forbidden()
        {
            if (IsInstruction(fact.Quote))
                yield break;
            var text = fact.Quote.Trim();
            if (Governing(text) is { Effect: ConstraintEffect.Forbids } cue)
            {
                yield return Of(text, cue);
                yield break;
            }
            var (subject, _) = Subjects.Of(text, ConstraintEffect.Forbids, language);
            if (subject == ConstraintSubject.Other && Words.Tokens(text).Count <= 4)
                subject = ConstraintSubject.Wording;
            var terms = subject == ConstraintSubject.Wording ? [text.Trim('"', '«', '»', '“', '”', ' ').ToLower(CultureInfo.InvariantCulture)] : Terms.Of(text, text, subject, language);
            yield return Make(text, ConstraintEffect.Forbids, subject, terms, null);
        }

        public IEnumerable<Constraint> Stated()
        {
            var root = FieldKinds.Root(fact.Source);
            foreach (var sentence in Sentences.Split(fact.Quote).Where(s => s.Length <= LongestClause && !IsInstruction(s)))
            {
                foreach (var clause in ClauseSplitter.Split(sentence, language))
                {
                    if (Governing(clause) is not { } cue)
                        continue;
                    var tokens = Token.Read(clause);
                    var about = Subjects.Of(Scope(clause, tokens, cue), cue.Effect, language);
                    if (about.Subject == ConstraintSubject.Other && (cue.Strong || cue.Effect == ConstraintEffect.Limits))
                        about = Subjects.Of(clause, cue.Effect, language);
                    about = (OfVoice(about.Subject), about.Key);
                    if (Admission.States(clause, tokens, cue, about, kind, root, language))
                        yield return Of(clause, cue);
                }
            }
        }

        private Cue? Governing(string clause) => Cue.Governing(clause, Token.Read(clause), language);

        private static bool IsInstruction(string text)
        {
            var tokens = Token.Read(text);
            return Languages.Known.Any(l => Lexicon.For(l).Index("injection").All(tokens).Any());
        }

        // What the cue governs: the words after it, or before it when it ends the clause.
        private string Scope(string clause, IReadOnlyList<Token> tokens, Cue cue)
        {
            var postposed = cue.Effect == ConstraintEffect.Forbids && cue.Start > 0 && Lexicon.For(language).Index("forbid_after").At(tokens, cue.Start) is not null;
            if (cue.End >= tokens.Count || (postposed && cue.End + 2 >= tokens.Count))
                return clause[..tokens[cue.Start].Start].Trim();
            return clause[tokens[cue.End].Start..].Trim();
        }

        private Constraint Of(string clause, Cue? cue)
        {
            var effect = cue?.Effect ?? ConstraintEffect.Obliges;
            var scope = cue is null ? clause : Scope(clause, Token.Read(clause), cue);
            if (scope.Length == 0)
                scope = clause;
            // What must be done stands before and after the cue; what must not is what follows it.
            var (subject, _) = effect == ConstraintEffect.Obliges ? Subjects.Of(clause, effect, language) : Subjects.Of(scope, effect, language);
            if (subject is ConstraintSubject.Other or ConstraintSubject.Wording && Subjects.Of(clause, effect, language).Subject is var whole and not ConstraintSubject.Other)
                subject = whole;
            subject = OfVoice(subject);
            var terms = Terms.Of(clause, scope, subject, language);
            return Make(clause, effect, subject, terms, null);
        }

        // What a company says of its voice is about words unless it says about what else.
        private ConstraintSubject OfVoice(ConstraintSubject subject) =>
            subject == ConstraintSubject.Other && IsVoice(fact) ? ConstraintSubject.Wording : subject;

        private Constraint Make(string quote, ConstraintEffect effect, ConstraintSubject subject, IReadOnlyList<string> terms, string? meaning) => new()
        {
            Id = "",
            Effect = effect,
            Subject = subject,
            Evidence = new(fact.Source, quote) { Date = fact.Date },
            Meaning = Meanings.Of(effect, subject, terms, quote, meaning),
            Terms = terms,
        };
    }
}
