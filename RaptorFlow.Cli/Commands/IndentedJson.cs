using System.Text.Encodings.Web;
using System.Text.Json;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Commands;

/// <summary>JSON as people read it; what would reorder the text around it is escaped, as control characters are.</summary>
internal static class IndentedJson
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonElement json) => CleanText.EscapeReordering(JsonSerializer.Serialize(json, Options));
}
