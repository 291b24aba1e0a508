using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models;

/// <summary>What an answer used, as its provider counts; what the provider leaves out is counted from the text.</summary>
internal static class AnswerUsage
{
    // No prompt has no tokens, so that 0 is as good as nothing.
    public static (UsageDetails Usage, bool Estimated) Of(IReadOnlyList<ChatMessage> prompt, ChatResponse response)
    {
        var usage = response.Usage ??= new();
        var (noInput, noOutput) = (usage.InputTokenCount is null or <= 0, usage.OutputTokenCount is null or < 0 || (usage.OutputTokenCount is 0 && response.Text.Length > 0));
        if (noInput)
            usage.InputTokenCount = TokenEstimate.Likely(prompt);
        if (noOutput)
            usage.OutputTokenCount = TokenEstimate.Likely(response.Messages);
        return (usage, noInput || noOutput);
    }
}
