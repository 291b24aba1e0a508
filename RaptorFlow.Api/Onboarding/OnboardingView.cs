using System.Text.Json;
using RaptorFlow.Agents;
using RaptorFlow.Core;
using RaptorFlow.Core.Onboarding;
using RaptorFlow.Core.Runs;
using RaptorFlow.Marketing;

namespace RaptorFlow.Api.Onboarding;

/// <summary>An on-boarding with every step's state and result.</summary>
internal sealed record OnboardingView
{
    public required Guid Id { get; init; }
    public required Guid RunId { get; init; }
    public Guid? CampaignId { get; init; }
    public required string CompanyName { get; init; }
    public required string Status { get; init; }
    public string? Error { get; init; }
    public required IReadOnlyList<OnboardingStepView> Steps { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public double? DurationMs { get; init; }
    public long CostMicros { get; init; }

    public static OnboardingView Of(OnboardingRecord onboarding, RunView run, IReadOnlyDictionary<string, string> agentNames) => new()
    {
        Id = onboarding.Id,
        RunId = run.Id,
        CampaignId = onboarding.CampaignId,
        CompanyName = onboarding.CompanyName,
        Status = run.Status,
        Error = run.Error,
        Steps = [.. run.Tasks.Select(t => OnboardingStepView.Of(t, agentNames.GetValueOrDefault(t.Agent)))],
        CreatedAt = onboarding.CreatedAt,
        StartedAt = run.StartedAt,
        FinishedAt = run.FinishedAt,
        DurationMs = run.DurationMs,
        CostMicros = run.CostMicros,
    };
}

/// <summary>One step: its task's state and its agent's result, side by side.</summary>
internal sealed record OnboardingStepView
{
    public required string Key { get; init; }
    public required string Title { get; init; }

    /// <summary>1 to 12; absent for the steps around them.</summary>
    public int? Number { get; init; }
    public required string Agent { get; init; }
    public string? AgentName { get; init; }
    public required string Guild { get; init; }
    public required string Status { get; init; }
    public required int Attempt { get; init; }
    public string? Error { get; init; }
    public JsonElement? Output { get; init; }
    public Confidence? Confidence { get; init; }
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];
    public IReadOnlyList<OpenQuestion> OpenQuestions { get; init; } = [];
    public IReadOnlyList<ConstraintUse> ConstraintsApplied { get; init; } = [];
    public IReadOnlyList<string> Notes { get; init; } = [];
    public string? Model { get; init; }
    public double? DurationMs { get; init; }
    public long CostMicros { get; init; }

    public static OnboardingStepView Of(TaskView task, string? agentName)
    {
        var result = task.Result?.Deserialize<AgentResult>(CoreJson.Options);
        return new()
        {
            Key = task.Key,
            Title = task.Title,
            Number = task.Number,
            Agent = task.Agent,
            AgentName = agentName,
            Guild = task.Guild,
            Status = task.Status,
            Attempt = task.Attempt,
            Error = task.Error,
            Output = result?.Output,
            Confidence = result?.Confidence,
            Evidence = result?.Evidence ?? [],
            OpenQuestions = result?.OpenQuestions ?? [],
            ConstraintsApplied = result?.ConstraintsApplied ?? [],
            Notes = result?.Notes ?? [],
            Model = result?.Model,
            DurationMs = result?.DurationMs,
            CostMicros = result?.CostMicros ?? 0,
        };
    }
}
