namespace RaptorFlow.Core.Models.Providers.Gemini;

/// <summary>An answer, or one piece of its stream. Google leaves out what is empty or 0.</summary>
internal sealed record GeminiResponse
{
    public IReadOnlyList<GeminiCandidate>? Candidates { get; init; }

    public GeminiPromptFeedback? PromptFeedback { get; init; }

    /// <summary>In a stream: of all that came so far.</summary>
    public GeminiUsage? UsageMetadata { get; init; }

    public string? ModelVersion { get; init; }

    public string? ResponseId { get; init; }

    /// <summary>What broke a stream that had begun.</summary>
    public GeminiError? Error { get; init; }
}

internal sealed record GeminiCandidate(GeminiContent? Content, string? FinishReason);

internal sealed record GeminiPromptFeedback(string? BlockReason);

internal sealed record GeminiError(int Code);
