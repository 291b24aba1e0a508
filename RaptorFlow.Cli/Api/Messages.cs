using System.Text.Json;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Api;

internal sealed record Credentials(string Email, string Password);

internal sealed record TokenAnswer
{
    public required string AccessToken { get; init; }

    public string? RefreshToken { get; init; }
}

internal sealed record ItemList<T>
{
    public IReadOnlyList<T> Items { get; init; } = [];

    /// <summary>Present when there are more.</summary>
    public string? NextCursor { get; init; }
}

internal sealed record Workspace(string Id, string Name, string? Role);

internal sealed record OnboardingRequest(JsonElement Company, IReadOnlyList<CompanyDocument> Documents, MetricsTable? Metrics, RunTermsBody? Run = null);

internal sealed record RunTermsBody(string? Priority, long? BudgetMicros, string? QuoteId, bool? Fresh);

internal sealed record RunStarted
{
    public string? Id { get; init; }

    public required string RunId { get; init; }

    public string? CampaignId { get; init; }

    public string? Status { get; init; }
}

/// <summary>A task that died.</summary>
internal sealed record DeadLetterView
{
    public required string Id { get; init; }

    public required string Agent { get; init; }

    public required string Step { get; init; }

    public string? Cause { get; init; }

    public string? Error { get; init; }

    public DateTimeOffset DiedAt { get; init; }
}

/// <summary>A run with its tasks, or an on-boarding with its steps.</summary>
internal sealed record RunView
{
    public string? Id { get; init; }

    public string? RunId { get; init; }

    public string? CampaignId { get; init; }

    public string Status { get; init; } = "queued";

    public string? CompanyName { get; init; }

    /// <summary>An on-boarding's.</summary>
    public IReadOnlyList<StepView> Steps { get; init; } = [];

    /// <summary>A run's.</summary>
    public IReadOnlyList<StepView> Tasks { get; init; } = [];

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public double? DurationMs { get; init; }
}

internal sealed record StepView
{
    public required string Key { get; init; }

    public string? Title { get; init; }

    public int? Number { get; init; }

    public string? Agent { get; init; }

    public string? AgentName { get; init; }

    public string? Guild { get; init; }

    public string Status { get; init; } = "queued";

    public int Attempt { get; init; }

    public double? DurationMs { get; init; }

    public Confidence? Confidence { get; init; }

    public long CostMicros { get; init; }

    public string? Model { get; init; }

    public JsonElement? Output { get; init; }

    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    public IReadOnlyList<OpenQuestion> OpenQuestions { get; init; } = [];

    public IReadOnlyList<ConstraintUse> ConstraintsApplied { get; init; } = [];

    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>A text, or an object with a message.</summary>
    public JsonElement? Error { get; init; }

    public string Name => Title ?? Key;

    public string? ErrorText() => Error switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Object } item when item.TryGetProperty("message", out var message) => message.ToString(),
        { ValueKind: JsonValueKind.Object } item when item.TryGetProperty("detail", out var detail) => detail.ToString(),
        { } other => other.GetRawText(),
    };
}

internal sealed record RunEvent
{
    public long Seq { get; init; }

    public required string Type { get; init; }

    public string? Step { get; init; }

    public DateTimeOffset? At { get; init; }

    public JsonElement? Data { get; init; }

    public bool EndsRun => Type is "run.succeeded" or "run.failed" or "run.cancelled";

    public string? Text(string name) =>
        Data is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;

    public double? Number(string name) =>
        Data is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}

internal sealed record AgentView
{
    public required string Code { get; init; }

    public string? Name { get; init; }

    public string? Guild { get; init; }

    public string? GuildName { get; init; }

    public string? Summary { get; init; }

    public string? Tier { get; init; }

    public bool Available { get; init; }

    public string? Reason { get; init; }

    public IReadOnlyList<CapabilityView> Capabilities { get; init; } = [];
}

internal sealed record CapabilityView(string Name, string? Summary);

internal sealed record InvokeRequest(string? Capability, JsonElement Input, RunTermsBody? Run = null);

internal sealed record MemoryDocument(string Title, string Text, string Collection, string? Source, string? Date);

internal sealed record MemoryStored(string Id, JsonElement? Chunks);

internal sealed record MemoryQuery(string Query, IReadOnlyList<string>? Collections, int? Limit);

internal sealed record MemoryHit
{
    public string? Title { get; init; }

    public string? Collection { get; init; }

    public string? Text { get; init; }

    public string? Heading { get; init; }

    public IReadOnlyList<MemoryHighlight>? Highlights { get; init; }

    public double Score { get; init; }

    public int? VectorRank { get; init; }

    public double? Similarity { get; init; }

    public double VectorContribution { get; init; }

    public int? TextRank { get; init; }

    public double? TextScore { get; init; }

    public double TextContribution { get; init; }
}

internal sealed record MemoryHighlight(int Start, int Length);
