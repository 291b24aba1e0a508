using System.Globalization;
using System.Text.Json;

namespace RaptorFlow.Marketing;

/// <summary>An input that carries the brief, and perhaps documents, so that both can be quoted.</summary>
public interface ICompanyInput
{
    /// <summary>The company's brief.</summary>
    CompanyBrief Company { get; }

    /// <summary>The documents that came with it.</summary>
    IReadOnlyList<CompanyDocument> Documents { get; }
}

/// <summary>Lists a brief and its documents as quotable facts: one per field that holds a text or number, one per paragraph.</summary>
public static class CompanyFacts
{
    /// <summary>All that may be quoted from an input: fields first, in the brief's order, then passages.</summary>
    /// <param name="input">The input.</param>
    public static IEnumerable<Evidence> AllFacts(this ICompanyInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Company.Facts().Concat(input.Documents.Facts());
    }

    /// <summary>The brief's fields with their paths: <c>competitors[2].note</c>, <c>budget.split.linkedin</c>.</summary>
    /// <param name="brief">The brief.</param>
    public static IEnumerable<Evidence> Facts(this CompanyBrief brief)
    {
        ArgumentNullException.ThrowIfNull(brief);
        return BriefPaths.Walk(brief);
    }

    /// <summary>The documents' paragraphs with their paths: <c>documents[0]#3</c>. Paragraphs are separated by blank lines; headings stand alone.</summary>
    /// <param name="documents">The documents.</param>
    public static IEnumerable<Evidence> Facts(this IReadOnlyList<CompanyDocument> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        for (var index = 0; index < documents.Count; index++)
        {
            var number = 0;
            foreach (var paragraph in Paragraphs(documents[index].Text))
            {
                var path = string.Create(CultureInfo.InvariantCulture, $"documents[{index}]#{number++}");
                yield return new(path, paragraph) { Date = documents[index].Date };
            }
        }
    }

    /// <summary>Splits a text at blank lines and around Markdown headings.</summary>
    /// <param name="text">Plain text or Markdown.</param>
    public static IEnumerable<string> Paragraphs(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var heading = line.StartsWith('#');
            if ((heading || string.IsNullOrWhiteSpace(line)) && lines.Count > 0)
            {
                yield return string.Join('\n', lines).Trim();
                lines.Clear();
            }
            if (heading)
                yield return line.Trim();
            else if (!string.IsNullOrWhiteSpace(line))
                lines.Add(line);
        }
        if (lines.Count > 0)
            yield return string.Join('\n', lines).Trim();
    }
}

internal static class BriefPaths
{
    public static IEnumerable<Evidence> Walk(CompanyBrief brief)
    {
        foreach (var fact in Texts(("name", brief.Name), ("legal_name", brief.LegalName), ("website", brief.Website), ("type", brief.Type), ("industry", brief.Industry)))
            yield return fact;
        foreach (var fact in (brief.Size ?? new Dictionary<string, JsonElement>()).SelectMany(p => Json($"size.{p.Key}", p.Value)))
            yield return fact;
        foreach (var fact in Texts(("founded", brief.Founded), ("headquarters", brief.Headquarters)))
            yield return fact;
        foreach (var fact in Items("products", brief.Products))
            yield return fact;
        foreach (var fact in Texts(("revenue_model", brief.RevenueModel)))
            yield return fact;
        foreach (var fact in Items("target_customers", brief.TargetCustomers)
            .Concat(Items("geographies", brief.Geographies)).Concat(Items("languages", brief.Languages))
            .Concat(Items("competitors", brief.Competitors)).Concat(Items("differentiators", brief.Differentiators)))
        {
            yield return fact;
        }
        foreach (var fact in Voice(brief.BrandVoice).Concat(Items("past_campaigns", brief.PastCampaigns)).Concat(Texts(("goal", brief.Goal)))
            .Concat(Items("constraints", brief.Constraints)).Concat(Budget(brief.Budget)).Concat(Others("", brief.Other)))
        {
            yield return fact;
        }
    }

    private static IEnumerable<Evidence> Texts(params IEnumerable<(string Path, string? Text)> fields) =>
        fields.Where(f => !string.IsNullOrWhiteSpace(f.Text)).Select(f => new Evidence(f.Path, f.Text!));

    private static IEnumerable<Evidence> Items(string list, IReadOnlyList<BriefItem> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{list}[{i}]");
            var item = items[i];
            yield return new(item.IsObject ? $"{path}.{item.NameKey}" : path, item.Name);
            if (item.Note is { Length: > 0 } note)
                yield return new($"{path}.{item.NoteKey}", note);
            foreach (var fact in item.More.SelectMany(p => Json($"{path}.{p.Key}", p.Value)))
                yield return fact;
        }
    }

    private static IEnumerable<Evidence> Voice(BrandVoice? voice) => voice is null
        ? []
        : Items("brand_voice.adjectives", voice.Adjectives)
            .Concat(Texts(("brand_voice.notes", voice.Notes)))
            .Concat(Items("brand_voice.sample_lines", voice.SampleLines))
            .Concat(Others("brand_voice.", voice.Other));

    private static IEnumerable<Evidence> Budget(BriefBudget? budget)
    {
        if (budget is null)
            return [];
        var amount = budget.Amount?.ToString(CultureInfo.InvariantCulture);
        var split = (budget.Split ?? new Dictionary<string, decimal>())
            .Select(p => new Evidence($"budget.split.{p.Key}", p.Value.ToString(CultureInfo.InvariantCulture)));
        return Texts(("budget", budget.Text), ("budget.amount", amount), ("budget.currency", budget.Currency), ("budget.period", budget.Period))
            .Concat(split).Concat(Others("budget.", budget.Other));
    }

    private static IEnumerable<Evidence> Others(string prefix, IDictionary<string, JsonElement>? fields) =>
        (fields ?? new Dictionary<string, JsonElement>()).SelectMany(p => Json(prefix + p.Key, p.Value));

    private static IEnumerable<Evidence> Json(string path, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(p => Json($"{path}.{p.Name}", p.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((v, i) => Json(string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), v)),
        JsonValueKind.Null or JsonValueKind.Undefined => [],
        _ => string.IsNullOrWhiteSpace(value.ToString()) ? [] : [new Evidence(path, value.ToString())],
    };
}
