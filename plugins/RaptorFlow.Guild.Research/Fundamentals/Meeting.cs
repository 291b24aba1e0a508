using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.CompanyFundamentals;

/// <summary>Tells whether a text speaks of a product.</summary>
internal static class Meeting
{
    /// <summary>The text holds the product's name, or two thirds of its words.</summary>
    public static bool Names(ProductFact product, string text, string language)
    {
        var own = Own(product.Name, language);
        if (own.Count == 0)
            return Words.ContainsWord(text, product.Name);
        var stems = Words.Stems(text, language);
        return own.Count(stems.Contains) * 3 >= own.Count * 2;
    }

    /// <summary>The text holds a word of the product's name that few other products share.</summary>
    public static bool Touches(ProductFact product, string text, IReadOnlyList<ProductFact> all, string language)
    {
        if (Names(product, text, language))
            return true;
        var stems = Words.Stems(text, language);
        return Own(product.Name, language).Any(s => stems.Contains(s) && all.Count(p => Own(p.Name, language).Contains(s)) <= Math.Max(1, all.Count / 4));
    }

    private static HashSet<string> Own(string name, string language)
    {
        var stems = Words.Stems(name, language);
        var generic = BriefReading.Business.List("generic").Select(w => Words.Stem(w, language)).ToHashSet(StringComparer.Ordinal);
        var own = stems.Where(s => !generic.Contains(s)).ToHashSet(StringComparer.Ordinal);
        return own.Count > 0 ? own : [.. stems];
    }
}
