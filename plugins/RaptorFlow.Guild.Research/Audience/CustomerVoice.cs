using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Audience;

/// <summary>A sentence that tells something about customers.</summary>
/// <param name="Quote">The sentence.</param>
/// <param name="Passage">The passage around it, which may say who speaks.</param>
/// <param name="Topic">What it tells: <c>goals</c>, <c>pains</c>, <c>triggers</c>, <c>objections</c>, or null.</param>
/// <param name="ByCustomer">Whether a customer says it, rather than the company.</param>
internal sealed record VoicedSentence(Evidence Quote, Evidence Passage, string? Topic, bool ByCustomer, string Language);

/// <summary>Finds what customers say in documents, and what the brief says about them.</summary>
internal sealed class CustomerVoice
{
    // Rarer kinds of speech first: a sentence that names a turning point and a nuisance tells the turning point.
    private static readonly string[] Topics = ["triggers", "objections", "pains", "goals"];
    private static readonly string[] AboutCustomers = ["target_customers", "differentiators", "products", "past_campaigns"];
    private static readonly Lazy<CueLexicon> Cues = new(() => CueLexicon.Load("Audience/voice.yaml"));

    public CustomerVoice(ICompanyInput input, Fundamentals facts)
    {
        Book = new FactBook(input, facts.Company.BriefLanguage);
        var known = facts.OtherFacts.Select(o => o.Source).ToHashSet(StringComparer.Ordinal);
        var fields = Book.Brief.Where(f => AboutCustomers.Contains(f.Source.Split('.', '[')[0], StringComparer.Ordinal) || known.Contains(f.Source));
        Sentences = [.. fields.SelectMany(f => Read(f, false)), .. input.Documents.SelectMany((d, i) => OfDocument(d, $"documents[{i}]#"))];
    }

    public FactBook Book { get; }

    public IReadOnlyList<VoicedSentence> Sentences { get; }

    public bool HasCustomerText => Sentences.Any(s => s.ByCustomer);

    /// <summary>Whether a sentence says where somebody came across something.</summary>
    public static bool TellsWhereFound(VoicedSentence sentence) =>
        sentence.ByCustomer && Cues.Value.Mentions("found", sentence.Language, sentence.Quote.Quote);

    private IEnumerable<VoicedSentence> OfDocument(CompanyDocument document, string prefix)
    {
        var passages = Book.Passages.Where(p => p.Source.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var language = passages.Count > 0 ? Book.LanguageOf(passages[0]) : "en";
        var byCustomers = Cues.Value.Mentions("customer_text", language, document.Title) || Cues.Value.Mentions("customer_text", "en", document.Title)
            || (passages.Count > 0 && passages[0].Quote.StartsWith('#') && Cues.Value.Mentions("customer_text", language, passages[0].Quote));
        return passages.Where(p => !p.Quote.StartsWith('#')).SelectMany(p => Read(p, byCustomers || IsQuoted(p.Quote)));
    }

    private IEnumerable<VoicedSentence> Read(Evidence fact, bool byCustomer)
    {
        var language = Book.LanguageOf(fact);
        foreach (var sentence in FactBook.SentencesOf(fact).Where(s => !Instructions.Speaks(s.Quote)))
            yield return new(sentence, fact, Topic(sentence.Quote, language), byCustomer, language);
    }

    private static string? Topic(string sentence, string language)
    {
        var best = Topics.Select(t => (Topic: t, Hits: Cues.Value.Hits(t, language, sentence).Count)).OrderByDescending(t => t.Hits).First();
        return best.Hits > 0 ? best.Topic : null;
    }

    private static bool IsQuoted(string passage) => passage.TrimStart('>', '-', '*', ' ') is { Length: > 0 } text && "\"“„«".Contains(text[0], StringComparison.Ordinal);

    /// <summary>How far a text names a role: 1 when it holds all of the role's content words.</summary>
    public static double Names(string role, string text, string language)
    {
        var stems = Words.Keywords(text, language).Select(w => Words.Stem(w, language)).ToHashSet(StringComparer.Ordinal);
        var own = Words.Keywords(role, language).Select(w => Words.Stem(w, language)).Distinct(StringComparer.Ordinal).ToList();
        return own.Count == 0 ? 0 : (double)own.Count(stems.Contains) / own.Count;
    }
}
