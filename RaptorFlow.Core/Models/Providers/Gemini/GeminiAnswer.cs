using System.Net;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models.Providers.Gemini;

/// <summary>Reads what Gemini answers, or says why that is no answer.</summary>
internal static class GeminiAnswer
{
    /// <summary>Throws for a prompt that was blocked, a stream that was broken off and a body that says nothing.</summary>
    public static GeminiCandidate? Candidate(GeminiResponse response)
    {
        if (response.Error is { } error)
            throw ModelCallException.From((HttpStatusCode)error.Code, null);
        if (response.Candidates is [var candidate, ..])
            return candidate;
        return response.PromptFeedback?.BlockReason is { } reason ? throw ModelCallException.Blocked(reason) : null;
    }

    public static IEnumerable<AIContent> Contents(GeminiCandidate candidate) =>
        candidate.Content?.Parts?.Select(Content).OfType<AIContent>() ?? [];

    /// <summary>Null while the answer goes on.</summary>
    public static ChatFinishReason? Finish(GeminiCandidate candidate, bool calls) => candidate.FinishReason switch
    {
        null or "" or "FINISH_REASON_UNSPECIFIED" => null,
        "STOP" => calls ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
        "MAX_TOKENS" => ChatFinishReason.Length,
        "SAFETY" or "RECITATION" or "LANGUAGE" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" or "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT"
            or "IMAGE_RECITATION" => ChatFinishReason.ContentFilter,
        var other => new ChatFinishReason(other.ToLowerInvariant()),
    };

    /// <summary>It ended as no answer ends: a call that cannot be read, or something that Google does not name.</summary>
    public static bool IsBroken(ChatFinishReason? finish, bool saidSomething) =>
        finish is null || (!saidSomething && finish != ChatFinishReason.Stop && finish != ChatFinishReason.Length && finish != ChatFinishReason.ContentFilter);

    private static AIContent? Content(GeminiPart part)
    {
        if (part.FunctionCall is { } call)
        {
            var arguments = call.Args?.Deserialize<Dictionary<string, object?>>(AIJsonUtilities.DefaultOptions);
            return new FunctionCallContent(call.Id ?? $"call_{Guid.NewGuid():N}", call.Name, arguments).Identified(call.Id).Signed(part.ThoughtSignature);
        }
        if (part.InlineData is { } blob)
            return new DataContent(Convert.FromBase64String(blob.Data), blob.MimeType);
        if (part.Text is null || (part.Text.Length == 0 && part.ThoughtSignature is null))
            return null;
        return part.Thought is true ? new TextReasoningContent(part.Text) : new TextContent(part.Text).Signed(part.ThoughtSignature);
    }
}
