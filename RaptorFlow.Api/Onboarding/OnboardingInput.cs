using System.Text.Json;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core;
using RaptorFlow.Marketing;

namespace RaptorFlow.Api.Onboarding;

/// <summary>What an on-boarding works with, as the workflow's input.</summary>
/// <param name="Company">The company's brief; unknown fields are kept as evidence.</param>
/// <param name="Documents">Texts that come with it: at most 50, of at most 200,000 characters each.</param>
/// <param name="Metrics">Dated figures to forecast from.</param>
internal sealed record OnboardingInput(CompanyBrief Company, IReadOnlyList<CompanyDocument> Documents, MetricsTable? Metrics)
{
    private const int MostDocuments = 50;
    private const int MostCharacters = 200_000;
    private const int MostMetrics = 5_000_000;

    public static (OnboardingInput? Input, Problem? Problem) Check(CompanyBrief? company, IReadOnlyList<CompanyDocument>? documents, MetricsTable? metrics)
    {
        var fields = new FieldErrors();
        if (company is null)
            fields.Add("company", "Is missing.");
        else
            fields.Text("company.name", company.Name, 200);
        documents ??= [];
        if (documents.Count > MostDocuments)
            fields.Add("documents", $"Holds more than {MostDocuments} documents.");
        for (var i = 0; i < documents.Count; i++)
        {
            fields.Text($"documents[{i}].title", documents[i].Title, 200);
            fields.Text($"documents[{i}].text", documents[i].Text, MostCharacters);
        }
        if (metrics is not null)
            fields.Text("metrics.csv", metrics.Csv, MostMetrics);
        if (metrics?.Horizon is < 1 or > 60)
            fields.Add("metrics.horizon", "Lies between 1 and 60.");
        if (fields.Problem is { } problem)
            return (null, problem);
        var input = new OnboardingInput(company!, documents, metrics);
        return JsonInput.Problem("company", input.ToJson()) is { } unstorable ? (null, unstorable) : (input, null);
    }

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, CoreJson.Options);
}
