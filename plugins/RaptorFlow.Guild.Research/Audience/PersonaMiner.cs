using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Audience;

/// <summary>Fills a persona's lists from what brief and documents say about the role.</summary>
internal sealed class PersonaMiner(Fundamentals facts, CustomerVoice voice, IReadOnlyList<PersonaSeed> seeds, AgentCard card)
{
    private static readonly Dictionary<string, string> Lead = new(StringComparer.Ordinal)
    {
        ["goals"] = "Wants",
        ["pains"] = "Is bothered",
        ["triggers"] = "Was moved",
        ["objections"] = "Hesitates",
    };

    public Persona Describe(PersonaSeed seed, string id)
    {
        var goals = Mined(seed, "goals").Concat(Jobs(seed)).Concat(Promised(seed)).ToList();
        var pains = Mined(seed, "pains").ToList();
        var triggers = Mined(seed, "triggers").Concat(Timing(seed)).ToList();
        var objections = Mined(seed, "objections").ToList();
        var channels = Met(seed).ToList();
        var quotes = voice.Sentences.Where(s => s.ByCustomer && Speaks(seed, s) is not null && s.Topic is not null).Select(s => s.Quote).ToList();
        var lists = new (string Name, int Count)[]
        {
            ("goals", goals.Count), ("pains", pains.Count), ("triggers", triggers.Count), ("objections", objections.Count), ("channels", channels.Count), ("quotes", quotes.Count),
        };
        return new()
        {
            Id = id,
            Role = seed.Role,
            SegmentId = seed.SegmentId,
            Evidence = seed.Evidence,
            InGoal = seed.InGoal,
            Context = seed.Context,
            Goals = Limited(goals),
            Pains = Limited(pains),
            Triggers = Limited(triggers),
            Objections = Limited(objections),
            Channels = Limited(channels),
            Quotes = [.. quotes.Distinct().Take(card.Limit("quotes_max", 6))],
            Unknown = [.. lists.Where(l => l.Count == 0).Select(l => l.Name)],
        };
    }

    private List<Finding> Limited(List<Finding> findings) =>
        [.. findings.DistinctBy(f => f.Statement, StringComparer.Ordinal).Take(card.Limit("findings_max", 4))];

    private IEnumerable<Finding> Mined(PersonaSeed seed, string topic) => voice.Sentences
        .Where(s => s.Topic == topic)
        .Select(s => (Sentence: s, Why: Speaks(seed, s)))
        .Where(m => m.Why is not null)
        .OrderByDescending(m => m.Sentence.ByCustomer)
        .Select(m => Told($"{Lead[topic]}: “{m.Sentence.Quote.Quote}”", m.Sentence.Quote, m.Why!));

    private static Finding Told(string statement, Evidence quote, string why) =>
        why.Length == 0 ? Finding.Stated(statement, quote) : Finding.Derived(statement, why, quote);

    /// <summary>Why a sentence is about this role: empty when it names the role, a reason when it is shared, null when it is not.</summary>
    private string? Speaks(PersonaSeed seed, VoicedSentence sentence)
    {
        if (sentence.Quote.Source == seed.Evidence.Source)
            return "said of the whole segment";
        if (sentence.Quote.Source.StartsWith("target_customers", StringComparison.Ordinal))
            return null;
        var named = seeds.Select(s => CustomerVoice.Names(s.Role, sentence.Passage.Quote, sentence.Language)).ToList();
        var best = named.Count == 0 ? 0 : named.Max();
        var own = CustomerVoice.Names(seed.Role, sentence.Passage.Quote, sentence.Language);
        if (best >= card.Parameter("names_role_min", 0.5))
            return own == best ? "" : null;
        var served = seed.Priority == SegmentPriority.Primary;
        if (sentence.ByCustomer)
            return served ? "said by a customer whose role the source does not name; taken for everyone served now" : null;
        return served && !Lists(sentence) ? "said by the company of its customers in general" : null;
    }

    /// <summary>Products and past campaigns tell of one role only where they name it.</summary>
    private static bool Lists(VoicedSentence sentence) =>
        sentence.Quote.Source.StartsWith("products", StringComparison.Ordinal) || sentence.Quote.Source.StartsWith("past_campaigns", StringComparison.Ordinal);

    private IEnumerable<Finding> Jobs(PersonaSeed seed) => seed.Priority != SegmentPriority.Primary ? [] : facts.Products.SelectMany(p => p.Jobs
        .Select(j => Finding.Derived($"Wants done: {j.Statement}", $"a job customers want done with {p.Name}", j.Evidence)));

    private IEnumerable<Finding> Promised(PersonaSeed seed) => facts.Differentiators
        .Where(d => SharesHead(seed, d.Text))
        .Select(d => Finding.Derived($"Is meant to value: “{d.Text}”", "what sets the company apart, in words that name the role", d.Evidence));

    private IEnumerable<Finding> Timing(PersonaSeed seed)
    {
        if (seed.InGoal && facts.Goal is { Period: { } period } goal)
            yield return Finding.Derived($"The goal's time: {period.Text}.", "the period the goal names for these people", goal.Evidence);
    }

    private IEnumerable<Finding> Met(PersonaSeed seed)
    {
        foreach (var sentence in voice.Sentences.Where(CustomerVoice.TellsWhereFound))
        {
            if (Speaks(seed, sentence) is { } why && ChannelNames.InText(sentence.Quote.Quote, sentence.Language) is { Count: > 0 } ids)
                yield return Told($"Came across it by {Wording.List(ids.Select(ChannelNames.DisplayName))}: “{sentence.Quote.Quote}”", sentence.Quote, why);
        }
        foreach (var fact in voice.Book.Brief.Where(f => !f.Source.StartsWith("target_customers", StringComparison.Ordinal) && !f.Source.StartsWith("budget", StringComparison.Ordinal) && !f.Source.StartsWith("constraints", StringComparison.Ordinal)))
        {
            if (ChannelNames.InText(fact.Quote, facts.Company.BriefLanguage) is { Count: > 0 } ids && SharesHead(seed, fact.Quote))
                yield return Finding.Derived($"Met by {Wording.List(ids.Select(ChannelNames.DisplayName))}: “{fact.Quote}”", "the brief names the channel and the role together", fact);
        }
    }

    /// <summary>Whether a text names what the role is by its head word: "engineers" for "Product engineers".</summary>
    private bool SharesHead(PersonaSeed seed, string text)
    {
        var language = facts.Company.BriefLanguage;
        var stems = Words.Tokens(text).Select(w => Words.Stem(w, language)).ToHashSet(StringComparer.Ordinal);
        return Words.Tokens(seed.Role).Where(w => RoleReader.Kind(w, language) is RoleKind.Job or RoleKind.People).Any(w => stems.Contains(Words.Stem(w, language)));
    }
}
