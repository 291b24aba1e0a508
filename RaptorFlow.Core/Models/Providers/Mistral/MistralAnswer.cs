using System.Text.Json.Nodes;

namespace RaptorFlow.Core.Models.Providers.Mistral;

/// <summary>An answer as Mistral writes it, as OpenAI's SDK reads it.</summary>
internal static class MistralAnswer
{
    public static void Mend(JsonObject answer)
    {
        foreach (var choice in answer["choices"]?.AsArray().OfType<JsonObject>() ?? [])
        {
            if (choice["finish_reason"] is { } finish)
                choice["finish_reason"] = Finish((string?)finish);
            foreach (var message in new[] { choice["message"], choice["delta"] }.OfType<JsonObject>())
                Flatten(message);
        }
        if (answer["usage"] is JsonObject usage)
            Count(usage);
    }

    private static string? Finish(string? reason) => reason switch
    {
        "model_length" => "length",
        // The SDK knows no such end; what came before it is no whole answer.
        "error" => throw ModelCallException.Unintelligible(new InvalidDataException("Mistral ended its answer with an error.")),
        _ => reason,
    };

    // Models that reason write their thoughts and their text as pieces.
    private static void Flatten(JsonObject message)
    {
        if (message["content"] is JsonArray pieces)
            message["content"] = string.Concat(pieces.OfType<JsonObject>().Where(piece => (string?)piece["type"] == "text").Select(piece => (string?)piece["text"]));
    }

    private static void Count(JsonObject usage)
    {
        var cached = usage["num_cached_tokens"] ?? usage["prompt_token_details"]?["cached_tokens"];
        if (cached is not null && usage["prompt_tokens_details"] is null)
            usage["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = cached.DeepClone() };
    }
}
