using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Onboarding;
using RaptorFlow.Core.Runs;
using RaptorFlow.Marketing;

namespace RaptorFlow.Api.Onboarding;

/// <summary>What is corrected; what is absent stays as it was.</summary>
/// <param name="Company">The whole brief as it should be. A change of the brief needs a redo from <c>fundamentals</c>, which reads it.</param>
/// <param name="Documents">All documents as they should be.</param>
/// <param name="Metrics">The figures as they should be.</param>
internal sealed record RedoRequest(CompanyBrief? Company, IReadOnlyList<CompanyDocument?>? Documents, MetricsTable? Metrics) : IStoredJson<RedoRequest>;

internal static class RedoStep
{
    public static async Task<Results<Accepted<OnboardingStarted>, Problem>> HandleAsync(
        Guid onboardingId, string step, RedoRequest? request, WorkspaceContext workspace, OnboardingStore onboardings, RunControl control, CancellationToken cancellationToken)
    {
        var (corrected, problem) = Check(request);
        if (problem is not null)
            return problem;
        if (await onboardings.FindAsync(workspace.WorkspaceId, onboardingId, cancellationToken) is not { } onboarding)
            return Problem.NotFound("onboarding");
        Func<JsonElement, JsonElement>? correct = corrected is null ? null : input => Correct(input, request!, corrected);
        var outcome = await control.RedoAsync(workspace.WorkspaceId, onboarding.RunId, step, correct, cancellationToken);
        return Redone.Answer(outcome, onboarding);
    }

    private static JsonElement Correct(JsonElement input, RedoRequest request, OnboardingInput corrected)
    {
        var was = input.Deserialize<OnboardingInput>(CoreJson.Options)!;
        return new OnboardingInput(
            request.Company is null ? was.Company : corrected.Company,
            request.Documents is null ? was.Documents : corrected.Documents,
            request.Metrics is null ? was.Metrics : corrected.Metrics).ToJson();
    }

    // The corrected parts obey the same rules as at the start; a name stands in for a brief that stays.
    private static (OnboardingInput? Corrected, Problem? Problem) Check(RedoRequest? request) => request is null or { Company: null, Documents: null, Metrics: null }
        ? (null, null)
        : OnboardingInput.Check(request.Company ?? new CompanyBrief { Name = "unchanged" }, request.Documents, request.Metrics);
}

internal static class ResumeOnboarding
{
    public static async Task<Results<Accepted<OnboardingStarted>, Problem>> HandleAsync(
        Guid onboardingId, WorkspaceContext workspace, OnboardingStore onboardings, RunControl control, CancellationToken cancellationToken)
    {
        if (await onboardings.FindAsync(workspace.WorkspaceId, onboardingId, cancellationToken) is not { } onboarding)
            return Problem.NotFound("onboarding");
        return Redone.Answer(await control.ResumeAsync(workspace.WorkspaceId, onboarding.RunId, cancellationToken), onboarding);
    }
}

internal static class Redone
{
    public static Results<Accepted<OnboardingStarted>, Problem> Answer(RedoOutcome outcome, OnboardingRecord onboarding)
    {
        switch (outcome)
        {
            case RedoOutcome.Queued:
                var links = OnboardingLinks.To(onboarding.Id, onboarding.RunId);
                return TypedResults.Accepted(links.Self, new OnboardingStarted(onboarding.Id, onboarding.RunId, onboarding.CampaignId, Statuses.Queued, links));
            case RedoOutcome.StillRunning:
                return Problem.Conflict("run_not_over", "The on-boarding is still running.", "Wait for its end or cancel its run first.");
            case RedoOutcome.NothingToDo:
                return Problem.Conflict("nothing_to_resume", "Every step succeeded.", "Redo a step instead.");
            case RedoOutcome.NoSuchStep:
                return Problem.NotFound("step");
            default:
                return Problem.NotFound("onboarding");
        }
    }
}
