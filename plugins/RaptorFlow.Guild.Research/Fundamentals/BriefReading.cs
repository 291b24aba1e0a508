using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.CompanyFundamentals;

/// <summary>A brief with its documents, its facts and its language: what every reader of a part starts from.</summary>
internal sealed record BriefReading(CompanyBrief Brief, IReadOnlyList<Evidence> Facts, string Language, DateOnly Today)
{
    private static readonly string[] Nameless = ["name", "legal_name", "website", "repository", "languages", "competitors"];

    public static Lexicon Business => Lexicon.Topic("business");

    public static BriefReading Of(FundamentalsInput input, DateOnly today)
    {
        var facts = DatedTable.Without(input.AllFacts()).ToList();
        return new(input.Company, facts, LanguageOf(input.Company, facts), today);
    }

    /// <summary>The facts of the brief itself.</summary>
    public IEnumerable<Evidence> Fields => Facts.Where(f => f.Origin() == "brief");

    /// <summary>The documents' passages.</summary>
    public IEnumerable<Evidence> Passages => Facts.Where(f => f.Origin() != "brief");

    /// <summary>A fact by its exact source.</summary>
    public Evidence? At(string source) => Facts.FirstOrDefault(f => f.Source == source);

    /// <summary>All facts under a field: <c>size</c> gives <c>size.employees</c> and <c>size.revenue</c>.</summary>
    public IEnumerable<Evidence> Under(string field) =>
        Facts.Where(f => f.Source.StartsWith(field, StringComparison.Ordinal) && (f.Source.Length == field.Length || f.Source[field.Length] is '.' or '['));

    /// <summary>The fact that quotes an item of a list.</summary>
    public static Evidence Item(string list, int index, BriefItem item)
    {
        var path = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{list}[{index}]");
        return new(item.IsObject ? $"{path}.{item.NameKey}" : path, item.Name);
    }

    /// <summary>The facts of an item's note and further fields.</summary>
    public IEnumerable<Evidence> Details(string list, int index, BriefItem item) =>
        item.IsObject ? Under(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{list}[{index}]")).Where(f => !f.Source.EndsWith("." + item.NameKey, StringComparison.Ordinal)) : [];

    private static string LanguageOf(CompanyBrief brief, List<Evidence> facts)
    {
        var declared = brief.Languages.Count > 0 ? LanguageTags.Of(brief.Languages[0].Name) : null;
        var own = facts.Where(f => f.Origin() == "brief" && !Nameless.Any(n => f.Source.StartsWith(n, StringComparison.Ordinal))).Select(f => f.Quote);
        var text = string.Join('\n', own);
        return Languages.Detect(text.Length > 0 ? text : string.Join('\n', facts.Select(f => f.Quote)), declared ?? "en");
    }
}

/// <summary>Language tags from what people write: <c>fr-CA</c>, <c>French</c>, <c>Deutsch</c>.</summary>
internal static class LanguageTags
{
    public static string? Of(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length is >= 2 and <= 3 && trimmed.All(char.IsAsciiLetter))
            return trimmed.ToLowerInvariant();
        if (trimmed.Length is >= 5 and <= 8 && trimmed[2] is '-' or '_' && trimmed.Where((_, i) => i != 2).All(char.IsAsciiLetterOrDigit))
            return $"{trimmed[..2].ToLowerInvariant()}-{trimmed[3..].ToUpperInvariant()}";
        return BriefReading.Business.Find(trimmed, "language_names") is [var hit, ..] ? hit.Key : null;
    }
}
