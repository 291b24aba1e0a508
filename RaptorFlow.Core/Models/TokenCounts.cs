using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models;

/// <summary>
/// What a provider's usage comes to. <see cref="Cached"/> and <see cref="Written"/> are parts of the input, <see cref="Reasoning"/> is a part
/// of the output. Where figures contradict each other, the reading that charges more counts.
/// </summary>
internal readonly record struct TokenCounts(long Input, long Cached, long Written, long Output, long Reasoning)
{
    /// <summary>The name Anthropic's SDK gives <c>cache_creation_input_tokens</c>, which it counts into the input.</summary>
    public const string CacheWriteCount = "CacheCreationInputTokens";

    // More than any call has: keeps sums and prices of broken figures within range.
    private const long Most = 1_000_000_000_000;

    public static TokenCounts Of(UsageDetails usage)
    {
        var (input, cached, written) = (Count(usage.InputTokenCount), Count(usage.CachedInputTokenCount), Count(usage.AdditionalCounts?.GetValueOrDefault(CacheWriteCount)));
        var (output, reasoning) = (Count(usage.OutputTokenCount), Count(usage.ReasoningTokenCount));
        // A part larger than its whole was counted beside it.
        if (cached + written > input)
            input += cached + written;
        if (reasoning > output)
            output += reasoning;
        // A total above both: some OpenAI-compatible endpoints leave reasoning out of the output and count it here alone.
        var unnamed = Math.Max(0, Count(usage.TotalTokenCount) - input - output);
        return new(input, cached, written, output + unnamed, reasoning + unnamed);
    }

    private static long Count(long? tokens) => Math.Clamp(tokens ?? 0, 0, Most);
}
