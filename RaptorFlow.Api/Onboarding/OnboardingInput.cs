using System.Text.Json;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core;
using RaptorFlow.Core.Memory;
using RaptorFlow.Marketing;

namespace RaptorFlow.Api.Onboarding;

/// <summary>What an on-boarding works with, as the workflow's input.</summary>
/// <param name="Company">The company's brief; unknown fields are kept as evidence.</param>
/// <param name="Documents">Texts that come with it: at most 50, of at most 200,000 characters each.</param>
/// <param name="Metrics">Dated figures to forecast from.</param>
/// <param name="SearchInterest">How often topics were searched for, period by period: at most 50 series. The trends step checks and reads them.</param>
internal sealed record OnboardingInput(CompanyBrief Company, IReadOnlyList<CompanyDocument> Documents, MetricsTable? Metrics, IReadOnlyList<SearchInterest>? SearchInterest = null)
{
    private const int MostDocuments = 50;
    private const int MostCharacters = 200_000;
    private const int MostMetrics = 5_000_000;

    /// <summary>The input with its texts as they were checked, trimmed, or what is wrong with it.</summary>
    public static (OnboardingInput? Input, Problem? Problem) Check(CompanyBrief? company, IReadOnlyList<CompanyDocument?>? documents, MetricsTable? metrics, IReadOnlyList<SearchInterest?>? interest)
    {
        var fields = new FieldErrors();
        if (company is null)
            fields.Add("company", "Is missing.");
        else
            company = company with { Name = fields.Text("company.name", company.Name, 200) };
        documents ??= [];
        if (documents.Count > MostDocuments)
            fields.Add("documents", $"Holds more than {MostDocuments} documents.");
        var texts = documents.Take(MostDocuments).Select((d, i) => Check($"documents[{i}]", d, fields)).OfType<CompanyDocument>().ToList();
        foreach (var unfit in Marketing.SearchInterest.Problems(interest ?? []))
            fields.Add(unfit.Path, unfit.Message);
        if (metrics is not null)
            fields.Text("metrics.csv", metrics.Csv, MostMetrics);
        if (metrics?.Horizon is < 1 or > 60)
            fields.Add("metrics.horizon", "Lies between 1 and 60.");
        return fields.Problem is { } problem ? (null, problem) : (new(company!, texts, metrics, interest?.OfType<SearchInterest>().ToList()), null);
    }

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, CoreJson.Options);

    private static CompanyDocument? Check(string field, CompanyDocument? document, FieldErrors fields)
    {
        if (document is null)
        {
            fields.Add(field, "Is null; a document has a title and a text.");
            return null;
        }
        return document with
        {
            Title = fields.Text($"{field}.title", document.Title, NewDocument.MaximumTitle),
            Text = fields.Text($"{field}.text", document.Text, MostCharacters),
            Source = fields.OptionalText($"{field}.source", document.Source, 2_000),
        };
    }
}
