using System.Text;
using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models;

/// <summary>What an answer used, as its provider counts; what the provider leaves out, or cannot mean, is counted from the text.</summary>
internal static class AnswerUsage
{
    // No tokenizer in use makes tokens that are so long on the mean of a text; a provider that counts fewer has not counted.
    private const int MostBytesPerToken = 16;

    /// <param name="prompt">What was asked.</param>
    /// <param name="response">The answer.</param>
    /// <param name="cut">It was cut off: the figures that a provider sends at the start are not those of the end.</param>
    public static (UsageDetails Usage, bool Estimated) Of(IReadOnlyList<ChatMessage> prompt, ChatResponse response, bool cut)
    {
        var usage = response.Usage ??= new();
        // No prompt has no tokens, so that 0 is as good as nothing.
        var noInput = usage.InputTokenCount is null or <= 0;
        var noOutput = cut || usage.OutputTokenCount is null or < 0 || usage.OutputTokenCount * MostBytesPerToken < Encoding.UTF8.GetByteCount(response.Text);
        if (noInput)
            usage.InputTokenCount = TokenEstimate.Likely(prompt);
        if (noOutput)
            usage.OutputTokenCount = Math.Max(TokenEstimate.Likely(response.Messages), usage.OutputTokenCount ?? 0);
        return (usage, noInput || noOutput);
    }
}
