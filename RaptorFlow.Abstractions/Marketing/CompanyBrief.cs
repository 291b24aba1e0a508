using System.Text.Json;
using System.Text.Json.Serialization;

namespace RaptorFlow.Marketing;

/// <summary>
/// What a company says about itself. Only <see cref="Name"/> is required: what is missing becomes an open question, and
/// fields not named here are kept in <see cref="Other"/> as evidence.
/// </summary>
/// <remarks>Texts may be given as numbers, lists as one text, and items as a text or an object with a <c>name</c>.</remarks>
public sealed record CompanyBrief
{
    /// <summary>The name customers know; 1 to 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The registered name.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? LegalName { get; init; }

    /// <summary>The company's site.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Website { get; init; }

    /// <summary>What kind of organisation it is, in its own words: <c>B2B SaaS</c>, <c>Boulangerie artisanale</c>, <c>Charity</c>.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Type { get; init; }

    /// <summary>The industry, in its own words.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Industry { get; init; }

    /// <summary>Figures about its size, by name: <c>employees</c>, <c>customers</c>, <c>revenue</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Size { get; init; }

    /// <summary>When and where it was founded.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Founded { get; init; }

    /// <summary>Where it sits.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Headquarters { get; init; }

    /// <summary>What it sells or gives.</summary>
    [JsonConverter(typeof(LenientItemsConverter))]
    public IReadOnlyList<BriefItem> Products { get; init; } = [];

    /// <summary>How it earns its money.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? RevenueModel { get; init; }

    /// <summary>Whom it serves, most important first.</summary>
    [JsonConverter(typeof(LenientItemsConverter))]
    public IReadOnlyList<BriefItem> TargetCustomers { get; init; } = [];

    /// <summary>Where it serves them.</summary>
    [JsonConverter(typeof(LenientItemsConverter))]
    public IReadOnlyList<BriefItem> Geographies { get; init; } = [];

    /// <summary>Languages of its market as BCP 47 tags, first the main one.</summary>
    [JsonConverter(typeof(LenientItemsConverter))]
    public IReadOnlyList<BriefItem> Languages { get; init; } = [];

    /// <summary>Whom it competes with.</summary>
    [JsonConverter(typeof(LenientItemsConverter))]
    public IReadOnlyList<BriefItem> Competitors { get; init; } = [];

    /// <summary>What sets it apart, most important first.</summary>
    [JsonConverter(typeof(LenientItemsConverter))]
    public IReadOnlyList<BriefItem> Differentiators { get; init; } = [];

    /// <summary>How it speaks.</summary>
    public BrandVoice? BrandVoice { get; init; }

    /// <summary>What it did before.</summary>
    [JsonConverter(typeof(LenientItemsConverter))]
    public IReadOnlyList<BriefItem> PastCampaigns { get; init; } = [];

    /// <summary>What it wants to reach.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Goal { get; init; }

    /// <summary>What it must, may only or must not do. Constraints elsewhere in the brief count as well.</summary>
    [JsonConverter(typeof(LenientItemsConverter))]
    public IReadOnlyList<BriefItem> Constraints { get; init; } = [];

    /// <summary>What it can spend.</summary>
    [JsonConverter(typeof(LenientBudgetConverter))]
    public BriefBudget? Budget { get; init; }

    /// <summary>Every field not named above, kept as evidence.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Other { get; init; }
}

/// <summary>An item of a list in the brief: a text, or an object with a name.</summary>
public sealed record BriefItem
{
    /// <summary>The text, or the object's <c>name</c> (or <c>title</c>, <c>text</c>).</summary>
    public required string Name { get; init; }

    /// <summary>The object's <c>note</c> (or <c>notes</c>, <c>description</c>).</summary>
    public string? Note { get; init; }

    /// <summary>The object's other fields.</summary>
    public IReadOnlyDictionary<string, JsonElement> More { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Whether the brief gave an object; decides how its fields are addressed.</summary>
    public bool IsObject { get; init; }

    /// <summary>The key under which an object gave the name.</summary>
    public string NameKey { get; init; } = "name";

    /// <summary>The key under which an object gave the note.</summary>
    public string NoteKey { get; init; } = "note";
}

/// <summary>How a company speaks.</summary>
public sealed record BrandVoice
{
    /// <summary>Adjectives it uses for its own voice.</summary>
    [JsonConverter(typeof(LenientItemsConverter))]
    public IReadOnlyList<BriefItem> Adjectives { get; init; } = [];

    /// <summary>Anything else about it, dislikes included.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Notes { get; init; }

    /// <summary>Lines it has published, verbatim.</summary>
    [JsonConverter(typeof(LenientItemsConverter))]
    public IReadOnlyList<BriefItem> SampleLines { get; init; } = [];

    /// <summary>Every other field.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Other { get; init; }
}

/// <summary>What a company can spend.</summary>
public sealed record BriefBudget
{
    /// <summary>The amount for one <see cref="Period"/>, in the currency's main unit. Null when given only as text.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The currency as given: <c>USD</c>, <c>€</c>, <c>euros</c>.</summary>
    public string? Currency { get; init; }

    /// <summary>What the amount is for, as given: <c>month</c>, <c>quarter</c>, <c>year</c>, <c>campaign</c>.</summary>
    public string? Period { get; init; }

    /// <summary>Shares by channel as given: fractions of 1, percentages, or amounts.</summary>
    public IReadOnlyDictionary<string, decimal>? Split { get; init; }

    /// <summary>The words, where the brief gave the budget as a text: <c>"about 5,000 EUR a year"</c>.</summary>
    public string? Text { get; init; }

    /// <summary>Every other field.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Other { get; init; }
}

/// <summary>A text that comes with the brief: a page, an interview, reviews, a price list.</summary>
public sealed record CompanyDocument
{
    /// <summary>The title; 1 to 200 characters.</summary>
    public required string Title { get; init; }

    /// <summary>Plain text or Markdown; 1 to 200,000 characters.</summary>
    public required string Text { get; init; }

    /// <summary>When it is from: <c>2024</c>, <c>2024-03</c> or <c>2024-03-15</c>.</summary>
    public string? Date { get; init; }

    /// <summary>Where it came from.</summary>
    public string? Source { get; init; }
}
