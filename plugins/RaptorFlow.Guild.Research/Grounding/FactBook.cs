using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Grounding;

/// <summary>All that may be quoted from one input, with the language of each fact.</summary>
internal sealed class FactBook
{
    private readonly Dictionary<string, string> _documentLanguages = new(StringComparer.Ordinal);
    private readonly string _briefLanguage;

    public FactBook(ICompanyInput input, string briefLanguage)
    {
        _briefLanguage = briefLanguage;
        Brief = [.. input.Company.Facts()];
        Passages = [.. DatedTable.Without(input.Documents.Facts())];
        foreach (var document in Passages.GroupBy(p => p.Origin(), StringComparer.Ordinal))
            _documentLanguages[document.Key] = Languages.Detect(string.Join('\n', document.Select(p => p.Quote)), briefLanguage);
    }

    public IReadOnlyList<Evidence> Brief { get; }

    public IReadOnlyList<Evidence> Passages { get; }

    public IEnumerable<Evidence> All => Brief.Concat(Passages);

    public string LanguageOf(Evidence fact) => _documentLanguages.GetValueOrDefault(fact.Origin(), _briefLanguage);

    /// <summary>The brief's facts at or below a field: <c>products</c>, <c>competitors[2]</c>.</summary>
    public IEnumerable<Evidence> Under(string field) => Brief.Where(f =>
        f.Source.StartsWith(field, StringComparison.Ordinal)
        && (f.Source.Length == field.Length || f.Source[field.Length] is '.' or '['));

    /// <summary>Each sentence of a fact as a quotation of its own.</summary>
    public static IEnumerable<Evidence> SentencesOf(Evidence fact) =>
        Sentences.Split(fact.Quote).Where(s => s.Length > 0).Select(s => fact with { Quote = s });
}
