using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models.Providers.Gemini;

internal sealed record GeminiUsage
{
    /// <summary>Cached tokens included.</summary>
    public int PromptTokenCount { get; init; }

    public int CachedContentTokenCount { get; init; }

    /// <summary>The results of the vendor's own tools, read as input.</summary>
    public int ToolUsePromptTokenCount { get; init; }

    /// <summary>Thoughts not included.</summary>
    public int CandidatesTokenCount { get; init; }

    /// <summary>Billed as output.</summary>
    public int ThoughtsTokenCount { get; init; }

    public UsageDetails ToDetails()
    {
        long input = PromptTokenCount + (long)ToolUsePromptTokenCount, output = CandidatesTokenCount + (long)ThoughtsTokenCount;
        return new()
        {
            InputTokenCount = input,
            CachedInputTokenCount = CachedContentTokenCount,
            OutputTokenCount = output,
            ReasoningTokenCount = ThoughtsTokenCount,
            TotalTokenCount = input + output,
        };
    }
}
