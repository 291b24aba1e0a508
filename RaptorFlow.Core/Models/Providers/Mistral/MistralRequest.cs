using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace RaptorFlow.Core.Models.Providers.Mistral;

/// <summary>
/// A request as OpenAI's SDK writes it, as Mistral takes it. Mistral refuses every field that it does not know, <c>stream_options</c> among
/// them: it tells the usage of a stream unasked.
/// </summary>
internal static class MistralRequest
{
    private const int IdLength = 9;

    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["model"] = "model",
        ["messages"] = "messages",
        ["input"] = "input",
        ["dimensions"] = "output_dimension",
        ["max_completion_tokens"] = "max_tokens",
        ["max_tokens"] = "max_tokens",
        ["temperature"] = "temperature",
        ["top_p"] = "top_p",
        ["stop"] = "stop",
        ["stream"] = "stream",
        ["seed"] = "random_seed",
        ["presence_penalty"] = "presence_penalty",
        ["frequency_penalty"] = "frequency_penalty",
        ["response_format"] = "response_format",
        ["tools"] = "tools",
        ["tool_choice"] = "tool_choice",
        ["parallel_tool_calls"] = "parallel_tool_calls",
    };

    private static readonly HashSet<string> MessageFields = ["role", "content", "tool_calls", "tool_call_id"];

    public static JsonObject From(JsonObject body)
    {
        var request = new JsonObject();
        foreach (var (name, value) in body)
        {
            if (value is not null && Fields.TryGetValue(name, out var field))
                request[field] = value.DeepClone();
        }
        foreach (var message in request["messages"]?.AsArray().OfType<JsonObject>() ?? [])
            Mend(message);
        return request;
    }

    private static void Mend(JsonObject message)
    {
        foreach (var field in message.Select(field => field.Key).Where(field => !MessageFields.Contains(field)).ToList())
            message.Remove(field);
        if ((string?)message["role"] == "developer")
            message["role"] = "system";
        if ((string?)message["tool_call_id"] is { } answered)
            message["tool_call_id"] = Id(answered);
        foreach (var call in message["tool_calls"]?.AsArray().OfType<JsonObject>() ?? [])
        {
            if ((string?)call["id"] is { } id)
                call["id"] = Id(id);
        }
    }

    // Mistral takes ids of nine letters and digits alone; calls that another model made have others.
    private static string Id(string id)
    {
        if (id.Length == IdLength && id.All(char.IsAsciiLetterOrDigit))
            return id;
        return string.Concat(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(id))).Where(char.IsAsciiLetterOrDigit)).Cut(IdLength);
    }
}
