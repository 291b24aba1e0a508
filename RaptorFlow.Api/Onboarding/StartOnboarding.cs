using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Agents;
using RaptorFlow.Api.Idempotency;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Runs;
using RaptorFlow.Core;
using RaptorFlow.Core.Campaigns;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Memory;
using RaptorFlow.Core.Onboarding;
using RaptorFlow.Core.Runs;
using RaptorFlow.Marketing;
using RaptorFlow.Memory;

namespace RaptorFlow.Api.Onboarding;

/// <param name="Company">The company's brief. Only its name is required; what is missing becomes questions.</param>
/// <param name="Documents">Texts that come with it.</param>
/// <param name="Metrics">A CSV of dated figures to forecast from.</param>
/// <param name="SearchInterest">How often topics were searched for, each a series of periods with values from 0 to 100.</param>
/// <param name="CampaignId">The campaign it founds; a new one in planning when absent.</param>
/// <param name="Run">Priority and limits.</param>
internal sealed record StartOnboardingRequest(
    CompanyBrief? Company, IReadOnlyList<CompanyDocument?>? Documents, MetricsTable? Metrics, IReadOnlyList<SearchInterest?>? SearchInterest, Guid? CampaignId,
    RunOptions? Run = null)
    : IStoredJson<StartOnboardingRequest>;

internal sealed record OnboardingStarted(Guid Id, Guid RunId, Guid? CampaignId, string Status, OnboardingLinks Links);

internal sealed record OnboardingLinks(string Self, string Run, string Events)
{
    public static OnboardingLinks To(Guid id, Guid runId)
    {
        var run = RunLinks.To(runId);
        return new($"/api/onboarding/{id}", run.Run, run.Events);
    }
}

internal static class StartOnboarding
{
    public const string Workflow = "onboarding";

    public static async Task<Results<Accepted<OnboardingStarted>, Problem>> HandleAsync(
        StartOnboardingRequest request, WorkspaceContext workspace, CampaignStore campaigns, MemoryStore memory, RunStart start, RunQuotes quotes, TimeProvider time,
        IdempotentRequest? key, HttpContext context, CancellationToken cancellationToken)
    {
        var (input, problem) = OnboardingInput.Check(request.Company, request.Documents, request.Metrics, request.SearchInterest);
        if (input is null)
            return problem!;
        if (RunOptions.Problem(request.Run) is { } unfit)
            return unfit;
        if (await QuoteBinding.ProblemAsync(request.Run, Workflow, workspace.WorkspaceId, quotes, cancellationToken) is { } unquoted)
            return unquoted;
        if (request.CampaignId is { } given && await campaigns.FindAsync(workspace.WorkspaceId, given, cancellationToken) is null)
            return Problem.NotFound("campaign");

        var onboardingId = Guid.CreateVersion7(time.GetUtcNow());
        var campaignId = request.CampaignId ?? Guid.CreateVersion7(time.GetUtcNow());
        foreach (var document in input.Documents)
            await memory.AddAsync(workspace.WorkspaceId, new(document.Title, document.Text, MemoryCollections.CampaignBriefs) { Source = document.Source }, cancellationToken);
        var order = new RunStart.Order
        {
            WorkspaceId = workspace.WorkspaceId,
            UserId = workspace.UserId,
            CampaignId = campaignId,
            RequestId = Activity.Current?.TraceId.ToString(),
            Input = input.ToJson(),
        };
        var (run, refusal) = await start.WorkflowAsync(Workflow, RunOptions.Apply(request.Run, order), RecordAsync, cancellationToken);
        if (run is null)
            return Problem.Unavailable("workflow_unavailable", refusal!, "Start an agent host that serves the guilds, and try again.");
        var started = Started(run.RunId);
        return TypedResults.Accepted(started.Links.Self, started);

        OnboardingStarted Started(Guid runId) => new(onboardingId, runId, campaignId, Statuses.Queued, OnboardingLinks.To(onboardingId, runId));

        async Task RecordAsync(Scope scope, Guid runId)
        {
            await QuoteBinding.BindAsync(request.Run, Workflow, scope, runId, cancellationToken);
            if (request.CampaignId is null)
                await CampaignStore.InsertAsync(scope, workspace.WorkspaceId, workspace.UserId, Planned(campaignId, input.Company), cancellationToken);
            var record = new OnboardingRecord { Id = onboardingId, CompanyName = input.Company.Name, RunId = runId, CampaignId = campaignId };
            await OnboardingStore.InsertAsync(scope, workspace.WorkspaceId, record, cancellationToken);
            // In the run's own transaction: a client that repeats the request gets this run, even if this process dies before it answers.
            await key.SaveAcceptedAsync(scope, context, Started(runId), OnboardingLinks.To(onboardingId, runId).Self, cancellationToken);
        }
    }

    // The objective is settled by step 1; until then the campaign is about being considered, the middle of the funnel.
    private static Campaign Planned(Guid id, CompanyBrief company)
    {
        var name = string.IsNullOrWhiteSpace(company.Goal) ? company.Name : $"{company.Name}: {company.Goal}";
        return new() { Id = id, Name = name.Length <= 200 ? name : name.Cut(199) + "…", Objective = "consideration" };
    }
}
