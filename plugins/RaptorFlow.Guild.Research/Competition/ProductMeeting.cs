using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Competition;

/// <summary>Which of our products a competitor is said to meet: by the content words its note shares with a product's name.</summary>
internal sealed class ProductMeeting
{
    private const double Share = 0.6;
    private static readonly Lazy<CueLexicon> Lexicon = new(() => CueLexicon.Load("Competition/words.yaml"));

    private readonly List<(ProductFact Product, HashSet<string> Stems)> _products;
    private readonly Dictionary<string, int> _uses;

    public ProductMeeting(Fundamentals facts)
    {
        var language = facts.Company.BriefLanguage;
        var generic = Lexicon.Value.Of("generic", language).Select(p => Words.Stem(p.Text, language)).ToHashSet(StringComparer.Ordinal);
        var own = Words.Stems(facts.Company.Name, language);
        _products = [.. facts.Products.Select(p => (p, Words.Stems(p.Name, language).Where(s => !generic.Contains(s) && !own.Contains(s)).ToHashSet(StringComparer.Ordinal)))];
        _uses = _products.SelectMany(p => p.Stems).GroupBy(s => s, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
    }

    /// <summary>Products met, each with the passage that shows it and the words shared.</summary>
    public IEnumerable<(ProductFact Product, Evidence By, string Shared)> Of(RivalText rival, FactBook book)
    {
        foreach (var (product, stems) in _products.Where(p => p.Stems.Count > 0))
        {
            // A name alone tells nothing: "Google Analytics" is not stated to meet "Product analytics".
            foreach (var evidence in rival.Told)
            {
                var language = book.LanguageOf(evidence);
                var text = evidence.Quote;
                var shared = stems.Intersect(Words.Stems(text, language), StringComparer.Ordinal).ToList();
                if (shared.Count == 0 || !(shared.Count >= Share * stems.Count || shared.Exists(s => _uses[s] == 1 && stems.Count <= 3)))
                    continue;
                yield return (product, evidence, Wording.List(Words.Tokens(text).Where(t => shared.Contains(Words.Stem(t, language))).Distinct(StringComparer.OrdinalIgnoreCase)));
                break;
            }
        }
    }

    public static bool Tells(string topic, string language, string text) => Lexicon.Value.Mentions(topic, language, text);
}
