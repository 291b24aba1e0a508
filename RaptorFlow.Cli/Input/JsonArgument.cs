using System.Text.Json;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Input;

/// <summary>An argument that is JSON itself or names a file that holds it.</summary>
internal static class JsonArgument
{
    public static async Task<JsonElement> ReadAsync(string given, string option, CancellationToken cancellationToken)
    {
        var inline = given.AsSpan().TrimStart() is ['{', ..] or ['[', ..];
        var text = inline ? given : await InputFiles.TextAsync(given, "input file", cancellationToken);
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException exception)
        {
            throw new CliException(FormattableString.Invariant($"{(inline ? option : given)}: line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}: this is not JSON."), exception.Message);
        }
    }
}
