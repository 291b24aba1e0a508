using System.Text.Encodings.Web;
using System.Text.Json;

namespace RaptorFlow.Cli.Commands;

/// <summary>JSON as people read it.</summary>
internal static class IndentedJson
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonElement json) => JsonSerializer.Serialize(json, Options);
}
