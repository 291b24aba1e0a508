using System.Globalization;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.CompanyFundamentals;

/// <summary>Reads what is sold: names without their explanations, features, benefits and jobs.</summary>
internal static class OfferReader
{
    public static IReadOnlyList<ProductFact> Products(BriefReading reading, int mostPerProduct)
    {
        var products = new List<ProductFact>();
        for (var i = 0; i < reading.Brief.Products.Count; i++)
        {
            var item = reading.Brief.Products[i];
            if (string.IsNullOrWhiteSpace(item.Name))
                continue;
            var evidence = BriefReading.Item("products", i, item);
            var (name, details) = NameAndDetails(item.Name, reading.Language);
            products.Add(new()
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"P{products.Count + 1}"),
                Name = name,
                Evidence = evidence,
                Features = [.. details.Select(d => Finding.Stated(d, evidence with { Quote = d })), .. reading.Details("products", i, item).Select(Detail)],
            });
        }
        return [.. products.Select(p => p with { Benefits = Benefits(reading, p, products, mostPerProduct), Jobs = Jobs(reading, p, products, mostPerProduct) })];
    }

    public static IReadOnlyList<Differentiator> Differentiators(BriefReading reading, IReadOnlyList<ProductFact> products)
    {
        var found = new List<Differentiator>();
        for (var i = 0; i < reading.Brief.Differentiators.Count; i++)
        {
            var item = reading.Brief.Differentiators[i];
            var evidence = BriefReading.Item("differentiators", i, item);
            var text = string.Join(' ', reading.Details("differentiators", i, item).Select(d => d.Quote).Prepend(item.Name));
            found.Add(new()
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"D{i + 1}"),
                Text = item.Name,
                Evidence = evidence,
                Proof = Proof(reading, evidence, [.. reading.Details("differentiators", i, item)]),
                ProductIds = [.. products.Where(p => Meeting.Touches(p, text, products, reading.Language)).Select(p => p.Id)],
            });
        }
        return found;
    }

    private static List<Evidence> Proof(BriefReading reading, Evidence evidence, List<Evidence> details)
    {
        var own = Words.Stems(evidence.Quote, reading.Language);
        var others = reading.Facts
            .Where(f => !f.Source.StartsWith("differentiators", StringComparison.Ordinal) && !f.Source.StartsWith("competitors", StringComparison.Ordinal)
                && !f.Source.StartsWith("goal", StringComparison.Ordinal) && !f.Source.StartsWith("constraints", StringComparison.Ordinal))
            .SelectMany(f => Sentences.Split(f.Quote).Select(s => f with { Quote = s }))
            .Select(f => (Fact: f, Shared: Words.Stems(f.Quote, reading.Language).Count(own.Contains)))
            .Where(f => f.Shared >= 2 && f.Shared * 5 >= own.Count * 2)
            .OrderByDescending(f => f.Shared).Select(f => f.Fact);
        return [.. details.Concat(others).DistinctBy(f => (f.Source, f.Quote)).Take(3)];
    }

    private static List<Finding> Benefits(BriefReading reading, ProductFact product, List<ProductFact> all, int most)
    {
        var differentiators = reading.Under("differentiators").Where(f => Meeting.Touches(product, f.Quote, all, reading.Language));
        var passages = reading.Passages.SelectMany(f => Sentences.Split(f.Quote).Where(s => s.Length is > 20 and <= 300).Select(s => f with { Quote = s }))
            .Where(f => Meeting.Names(product, f.Quote, reading.Language) || Words.ContainsWord(f.Quote, product.Name));
        return [.. differentiators.Concat(passages).DistinctBy(f => f.Quote).Take(most).Select(f => Finding.Stated(f.Quote, f))];
    }

    private static List<Finding> Jobs(BriefReading reading, ProductFact product, List<ProductFact> all, int most) =>
        [.. reading.Under("target_customers").Concat(reading.Passages)
            .SelectMany(f => Sentences.Split(f.Quote).Select(s => f with { Quote = s }))
            .Where(f => f.Quote.Length <= 300 && BriefReading.Business.Find(f.Quote, "jobs").Count > 0 && Meeting.Touches(product, f.Quote, all, reading.Language))
            .DistinctBy(f => f.Quote).Take(most).Select(f => Finding.Stated(f.Quote, f))];

    private static Finding Detail(Evidence fact)
    {
        var key = fact.Source[(fact.Source.LastIndexOf('.') + 1)..];
        return Finding.Stated(key is "note" or "notes" or "description" ? fact.Quote : $"{key.Replace('_', ' ')}: {fact.Quote}", fact);
    }

    /// <summary>"Benefits administration (health insurance, 401(k))" is a name with two features.</summary>
    public static (string Name, IReadOnlyList<string> Details) NameAndDetails(string text, string language)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open > 1 && text[open - 1] == ' ')
        {
            var close = text.LastIndexOf(')');
            return (text[..open].Trim(), Lists.SplitNames(text[(open + 1)..(close > open ? close : text.Length)], language));
        }
        foreach (var separator in new[] { ": ", " – ", " — ", " - " })
        {
            var at = text.IndexOf(separator, StringComparison.Ordinal);
            if (at > 1)
                return (text[..at].Trim(), Lists.SplitNames(text[(at + separator.Length)..], language));
        }
        var with = BriefReading.Business.Find(text, "with").Select(h => (h.Words, At: text.IndexOf($" {h.Words} ", StringComparison.Ordinal))).FirstOrDefault(h => h.At > 1);
        if (with.At > 1 && text[..with.At].TrimEnd(',').Trim() is { Length: > 2 } head)
            return (head, [text[(with.At + with.Words.Length + 2)..].Trim()]);
        if (MoneyReader.Read(text, language) is [var price, ..] && text.IndexOf(price.Value.Text, StringComparison.Ordinal) is > 2 and var money)
            return (text[..money].TrimEnd(' ', ',', ':', '-', '–'), [price.Value.Text]);
        return (text.Trim(), []);
    }
}
