using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Idempotency;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Onboarding;
using RaptorFlow.Core.Runs;
using RaptorFlow.Marketing;

namespace RaptorFlow.Api.Onboarding;

/// <summary>What is corrected; what is absent stays as it was.</summary>
/// <param name="Company">The whole brief as it should be. A change of the brief needs a redo from <c>fundamentals</c>, which reads it.</param>
/// <param name="Documents">All documents as they should be.</param>
/// <param name="Metrics">The figures as they should be.</param>
/// <param name="SearchInterest">All series as they should be.</param>
/// <param name="Fresh">Models are asked anew; else the answers that were paid for before count again, where the question is the same.</param>
internal sealed record RedoRequest(CompanyBrief? Company, IReadOnlyList<CompanyDocument?>? Documents, MetricsTable? Metrics, IReadOnlyList<SearchInterest?>? SearchInterest, bool Fresh = false)
    : IStoredJson<RedoRequest>;

internal static class RedoStep
{
    public static async Task<Results<Accepted<OnboardingStarted>, Problem>> HandleAsync(
        Guid onboardingId, string step, RedoRequest? request, WorkspaceContext workspace, OnboardingStore onboardings, RunControl control,
        IdempotentRequest? key, HttpContext context, CancellationToken cancellationToken)
    {
        var (corrected, problem) = Check(request);
        if (problem is not null)
            return problem;
        if (await onboardings.FindAsync(workspace.WorkspaceId, onboardingId, cancellationToken) is not { } onboarding)
            return Problem.NotFound("onboarding");
        Func<JsonElement, JsonElement>? correct = corrected is null ? null : input => Correct(input, request!, corrected);
        var outcome = await control.RedoAsync(
            workspace.WorkspaceId, onboarding.RunId, new(step, correct, request?.Fresh ?? false), scope => Redone.RecordAsync(onboarding, key, scope, context, cancellationToken), cancellationToken);
        return Redone.Answer(outcome, onboarding);
    }

    private static JsonElement Correct(JsonElement input, RedoRequest request, OnboardingInput corrected)
    {
        var was = input.Deserialize<OnboardingInput>(CoreJson.Options)!;
        return new OnboardingInput(
            request.Company is null ? was.Company : corrected.Company,
            request.Documents is null ? was.Documents : corrected.Documents,
            request.Metrics is null ? was.Metrics : corrected.Metrics,
            request.SearchInterest is null ? was.SearchInterest : corrected.SearchInterest).ToJson();
    }

    // The corrected parts obey the same rules as at the start; a name stands in for a brief that stays.
    private static (OnboardingInput? Corrected, Problem? Problem) Check(RedoRequest? request) => request is null or { Company: null, Documents: null, Metrics: null, SearchInterest: null }
        ? (null, null)
        : OnboardingInput.Check(request.Company ?? new CompanyBrief { Name = "unchanged" }, request.Documents, request.Metrics, request.SearchInterest);
}

internal static class ResumeOnboarding
{
    public static async Task<Results<Accepted<OnboardingStarted>, Problem>> HandleAsync(
        Guid onboardingId, WorkspaceContext workspace, OnboardingStore onboardings, RunControl control,
        IdempotentRequest? key, HttpContext context, CancellationToken cancellationToken)
    {
        if (await onboardings.FindAsync(workspace.WorkspaceId, onboardingId, cancellationToken) is not { } onboarding)
            return Problem.NotFound("onboarding");
        var outcome = await control.ResumeAsync(
            workspace.WorkspaceId, onboarding.RunId, scope => Redone.RecordAsync(onboarding, key, scope, context, cancellationToken), cancellationToken);
        return Redone.Answer(outcome, onboarding);
    }
}

internal static class Redone
{
    /// <summary>Keeps the answer in the transaction of the work, so that a repeat of the request gets it.</summary>
    public static Task RecordAsync(OnboardingRecord onboarding, IdempotentRequest? key, Scope scope, HttpContext context, CancellationToken cancellationToken)
    {
        var redone = Started(onboarding);
        return key.SaveAcceptedAsync(scope, context, redone, redone.Links.Self, cancellationToken);
    }

    public static Results<Accepted<OnboardingStarted>, Problem> Answer(RedoOutcome outcome, OnboardingRecord onboarding)
    {
        switch (outcome)
        {
            case RedoOutcome.Queued:
                var redone = Started(onboarding);
                return TypedResults.Accepted(redone.Links.Self, redone);
            case RedoOutcome.StillRunning:
                return Problem.Conflict("run_not_over", "The on-boarding is still running.", "Wait for its end or cancel its run first.");
            case RedoOutcome.NothingToDo:
                return Problem.Conflict("nothing_to_resume", "Every step succeeded.", "Redo a step instead.");
            case RedoOutcome.NewSteps:
                return Problem.Invalid("metrics", "The on-boarding began without figures and has no forecast.", "Start a new on-boarding that brings them.");
            case RedoOutcome.NoSuchStep:
                return Problem.NotFound("step");
            default:
                return Problem.NotFound("onboarding");
        }
    }

    private static OnboardingStarted Started(OnboardingRecord onboarding) =>
        new(onboarding.Id, onboarding.RunId, onboarding.CampaignId, Statuses.Queued, OnboardingLinks.To(onboarding.Id, onboarding.RunId));
}
