using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Market;

/// <summary>Tells whether a text is about the company's market: it shares a word with its segments, industry, products or places.</summary>
internal sealed class MarketScopeWords(Fundamentals facts)
{
    private const int WordsBefore = 4;
    private const int WordsAfter = 6;

    private readonly string _words = string.Join(" · ", facts.Segments.Select(s => s.Evidence.Quote)
        .Concat(facts.Scope.Places).Concat(facts.Products.Select(p => p.Name)).Append(facts.Company.Industry?.Statement ?? "").Append(facts.Company.Description?.Statement ?? ""));

    public IReadOnlySet<string> Targets(string language) => Words.Stems(string.Join(" · ", facts.Segments.Select(s => s.Name)), language);

    public bool IsAbout(string text, string language) => Words.Stems(_words, language).Overlaps(Words.Stems(text, language));

    // Segments name countries in short: "US small businesses".
    public bool NamesPlace(string text, string language) =>
        Words.Stems(string.Join(" · ", facts.Scope.Places), language).Overlaps(Words.Stems(text, language))
        || facts.Segments.SelectMany(s => s.Name.Split(' ')).Any(w => w.Length is 2 or 3 && w.All(char.IsAsciiLetterUpper) && text.Split([' ', ',', '.', ':', ';', '(', ')']).Contains(w, StringComparer.Ordinal));

    /// <summary>Whether those counted could be customers: the number of bakeries says nothing of the customers of one.</summary>
    public bool MayBuy(CountedNoun noun, string language)
    {
        var stem = Words.Stem(noun.Word, language);
        if (Words.Stems(string.Join(" · ", facts.Segments.Select(s => s.Evidence.Quote)), language).Contains(stem))
            return true;
        return noun.Class switch
        {
            "organisations" => facts.Model.SellsToOrganisations != false && !Words.Stems($"{facts.Company.Description?.Statement} {facts.Company.Industry?.Statement}", language).Contains(stem),
            "households" or "people" or "buyers" => facts.Model.SellsToOrganisations != true,
            _ => false,
        };
    }

    /// <summary>Whether "the market" of a text is this one: not called by another name, and not the world's where only a country is served.</summary>
    public bool IsThisMarket(string text, string language)
    {
        if (MarketCues.Figure("worldwide", language, text) && facts.Scope.Reach is not (MarketReach.International or MarketReach.Unknown))
            return false;
        var named = false;
        foreach (var clause in Sentences.Split(text).SelectMany(s => s.Split(PlacedQuantity.ClauseMarks)))
        {
            var words = Words.Tokens(clause);
            for (var i = 0; i < words.Count; i++)
            {
                if (!MarketCues.Subject("market_word", language, words[i]))
                    continue;
                named = true;
                if (OtherName(words.Skip(Math.Max(0, i - WordsBefore)).Take(Math.Min(i, WordsBefore) + 1 + WordsAfter), language))
                    return false;
            }
        }
        return named || IsAbout(text, language);
    }

    private bool OtherName(IEnumerable<string> around, string language)
    {
        var names = around.Where(w => !Words.StopWords(language).Contains(w) && !w.Any(char.IsDigit) && !MarketCues.Figure("any_market", "any", w))
            .Select(w => Compound(w, language)).Where(w => w.Length > 0).ToList();
        return names.Count > 0 && !IsAbout(string.Join(' ', names), language);
    }

    // A German compound holds both: Fördertechnikmarkt.
    private static string Compound(string word, string language) => language.StartsWith("de", StringComparison.Ordinal) || language.StartsWith("nl", StringComparison.Ordinal)
        ? word.Replace("gesamtmarkt", "", StringComparison.Ordinal).Replace("marktvolumen", "", StringComparison.Ordinal).Replace("marktgrosse", "", StringComparison.Ordinal).Replace("markt", "", StringComparison.Ordinal)
        : word;
}
