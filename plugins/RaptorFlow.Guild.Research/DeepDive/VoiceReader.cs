using System.Globalization;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.DeepDive;

/// <summary>Measures how a company speaks: from what it has published, then from the adjectives it gives itself.</summary>
internal static class VoiceReader
{
    private static readonly string[] OwnVoice = ["about", "über", "a propos", "à propos", "our story", "website", "home", "newsletter", "blog", "press release", "manifest", "notre histoire", "site", "acerca", "quiénes", "chi siamo", "sobre nós", "over ons"];

    private static readonly string[] Persons = ["first_plural", "first_singular", "second", "third"];

    private static Lexicon Voice => Lexicon.Topic("voice");

    public static VoiceProfile Read(ResearchInput input, IReadOnlyList<Evidence> facts)
    {
        var samples = facts.Where(f => f.Source.StartsWith("brand_voice.sample_lines", StringComparison.Ordinal)).ToList();
        var adjectives = facts.Where(f => f.Source.StartsWith("brand_voice.adjectives", StringComparison.Ordinal)).ToList();
        // A sample line may end in a remark in brackets; the remark is not the voice.
        var spoken = samples.Select(s => WithoutRemark(s.Quote)).Concat(OwnPages(input, facts).Select(f => f.Quote)).Where(t => t.Length > 0).ToList();
        var all = string.Join('\n', spoken);
        List<Evidence> told = [.. adjectives, .. Notes(input, facts)];
        return new()
        {
            Adjectives = adjectives,
            WordsPerSentence = Length(spoken),
            Person = Person(all),
            Formality = Scale(told, "formal", "casual", Address(all)),
            Playfulness = Scale(told, "playful", "sober", null),
            Technicality = Scale(told, "technical", "everyday", null),
            Do = Dos(input, facts, adjectives, spoken.Count > 0 ? Person(all) : "unknown", samples),
            Dont = Donts(input),
            AvoidWords = Avoid(input),
            Samples = samples,
        };
    }

    // Documents count as its own voice when they speak as "we" or are titled as its pages.
    private static IEnumerable<Evidence> OwnPages(ResearchInput input, IReadOnlyList<Evidence> facts)
    {
        for (var i = 0; i < input.Documents.Count; i++)
        {
            var document = input.Documents[i];
            var own = OwnVoice.Any(o => document.Title.Contains(o, StringComparison.OrdinalIgnoreCase)) || Voice.Find(document.Text, "first_plural").Count * 60 > Words.Tokens(document.Text).Count;
            if (!own)
                continue;
            var path = string.Create(CultureInfo.InvariantCulture, $"documents[{i}]#");
            foreach (var fact in facts.Where(f => f.Source.StartsWith(path, StringComparison.Ordinal) && !f.Quote.StartsWith('#')))
                yield return fact;
        }
    }

    private static string WithoutRemark(string line)
    {
        var open = line.LastIndexOf(" (", StringComparison.Ordinal);
        return (open > 3 && line.EndsWith(')') ? line[..open] : line).Trim('"', '«', '»', '“', '”', ' ');
    }

    private static double? Length(List<string> spoken)
    {
        var sentences = spoken.SelectMany(Sentences.Split).Select(s => Words.Tokens(s).Count).Where(n => n > 0).ToList();
        return sentences.Count == 0 ? null : Math.Round(sentences.Average(), 1, MidpointRounding.AwayFromZero);
    }

    private static string Person(string text)
    {
        if (text.Length == 0)
            return "unknown";
        var counts = Persons.Select(p => (Person: p, Count: Voice.Find(text, p).Count)).OrderByDescending(p => p.Count).ToList();
        return counts[0].Count == 0 ? "unknown" : counts[0].Person;
    }

    private static double? Address(string text)
    {
        var (formal, casual) = (Voice.Find(text, "formal_address").Count, Voice.Find(text, "casual_address").Count);
        return formal + casual == 0 ? null : (double)formal / (formal + casual);
    }

    // The share of words that point one way, among those that point either way; a measured value counts as one adjective.
    private static double? Scale(List<Evidence> told, string high, string low, double? measured)
    {
        var up = told.Sum(a => Voice.Find(a.Quote, high).Count);
        var down = told.Sum(a => Voice.Find(a.Quote, low).Count);
        if (up + down == 0)
            return measured is { } only ? Math.Round(only, 2) : null;
        var total = up + down + (measured is null ? 0 : 1);
        return Math.Round((up + (measured ?? 0)) / total, 2, MidpointRounding.AwayFromZero);
    }

    private static List<Finding> Dos(ResearchInput input, IReadOnlyList<Evidence> facts, List<Evidence> adjectives, string person, List<Evidence> samples)
    {
        var found = adjectives.Select(a => Finding.Stated($"Sound {a.Quote}", a)).ToList();
        found.AddRange(Notes(input, facts).Select(n => Finding.Stated(n.Quote, n)));
        if (samples.Count > 0 && person is "first_plural" or "first_singular" or "second")
            found.Add(Finding.Derived($"Speak as “{Spoken(person)}”", "The person most used in the sample lines and the company's own pages.", samples));
        foreach (var rule in input.Fundamentals.Constraints.Where(c => c is { Effect: ConstraintEffect.Obliges, Subject: ConstraintSubject.Tone or ConstraintSubject.Wording or ConstraintSubject.Comparison or ConstraintSubject.Claim or ConstraintSubject.Price or ConstraintSubject.Privacy }))
            found.Add(Finding.Stated($"{rule.Id}: {rule.Evidence.Quote}", rule.Evidence));
        return found;
    }

    // What the notes dislike is no part of the voice.
    private static IEnumerable<Evidence> Notes(ResearchInput input, IReadOnlyList<Evidence> facts) =>
        facts.Where(f => f.Source == "brand_voice.notes").SelectMany(n => Sentences.Clauses(n.Quote).Select(c => n with { Quote = c }))
            .Where(n => !input.Fundamentals.Constraints.Any(c => n.Quote.Contains(c.Evidence.Quote, StringComparison.OrdinalIgnoreCase)));

    private static string Spoken(string person) => person switch { "first_plural" => "we", "first_singular" => "I", _ => "you" };

    private static List<Finding> Donts(ResearchInput input) =>
        [.. input.Fundamentals.Constraints.Where(c => c is { Effect: ConstraintEffect.Forbids, Subject: ConstraintSubject.Tone or ConstraintSubject.Wording or ConstraintSubject.Claim or ConstraintSubject.Comparison or ConstraintSubject.Price })
            .Select(c => Finding.Stated($"{c.Id}: {c.Evidence.Quote}", c.Evidence))];

    private static List<string> Avoid(ResearchInput input)
    {
        var profile = input.Fundamentals.Company;
        var named = input.Fundamentals.Constraints
            .Where(c => c is { Effect: ConstraintEffect.Forbids, Subject: ConstraintSubject.Wording or ConstraintSubject.Claim or ConstraintSubject.Tone }).SelectMany(c => c.Terms);
        var dislikes = input.Fundamentals.Constraints.Any(c => Lexicon.For(profile.BriefLanguage).Find(c.Evidence.Quote, "marketing_words").Count > 0);
        var kept = dislikes && Languages.Known.Contains(profile.CopyLanguage.Split('-')[0]) ? Lexicon.For(profile.CopyLanguage).List("buzzwords") : [];
        return [.. named.Concat(kept).Select(w => w.ToLower(CultureInfo.InvariantCulture)).Distinct()];
    }
}
