using System.Text.Json;
using RaptorFlow.Serialization;

namespace RaptorFlow.Core;

/// <summary>The host's own serializer options; guilds' types never pass through them.</summary>
public static class CoreJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    public static string Serialize<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Deserialize<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException($"Expected a {typeof(T).Name}, found null.");

    private static JsonSerializerOptions Create()
    {
        var options = RaptorJson.CreateOptions();
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
