using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Workspaces;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Onboarding;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Onboarding;

internal static class GetOnboarding
{
    public static async Task<Results<Ok<OnboardingView>, Problem>> HandleAsync(
        Guid onboardingId, WorkspaceContext workspace, OnboardingStore onboardings, RunReader runs, AgentRegistry registry, CancellationToken cancellationToken)
    {
        if (await onboardings.FindAsync(workspace.WorkspaceId, onboardingId, cancellationToken) is not { } onboarding)
            return Problem.NotFound("onboarding");
        var run = (await runs.FindAsync(workspace.WorkspaceId, onboarding.RunId, cancellationToken))!;
        var names = (await registry.AgentsAsync(cancellationToken)).ToDictionary(a => a.Code, a => a.Name);
        return TypedResults.Ok(OnboardingView.Of(onboarding, run, names));
    }
}

internal static class ListOnboardings
{
    public static async Task<Results<Ok<Page<OnboardingRecord>>, Problem>> HandleAsync(
        WorkspaceContext workspace, OnboardingStore onboardings, CancellationToken cancellationToken, Guid? cursor = null, int limit = 50)
    {
        if (new FieldErrors().Limit(limit).Problem is { } problem)
            return problem;
        return TypedResults.Ok(Page.Of(await onboardings.ListAsync(workspace.WorkspaceId, cursor, limit + 1, cancellationToken), limit, o => o.Id));
    }
}
