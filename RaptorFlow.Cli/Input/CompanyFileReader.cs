using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using RaptorFlow.Cli.Terminal;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Input;

/// <summary>Checks a brief before anything is sent, so that a slip is shown with its place in the file.</summary>
internal static partial class CompanyFileReader
{
    public static CompanyBrief Parse(string path, byte[] bytes, JsonSerializerOptions json)
    {
        try
        {
            var brief = JsonSerializer.Deserialize<CompanyBrief>(bytes, json)
                ?? throw At(path, bytes, 0, 0, null, "The file holds null where a company is expected.");
            return brief.Name.Trim().Length is > 0 and <= 200
                ? brief
                : throw Field(path, bytes, "name", "The name must have 1 to 200 characters.");
        }
        catch (JsonException exception) when (exception.Message.Contains("missing required properties", StringComparison.Ordinal))
        {
            throw Field(path, bytes, "name", "The company's name is missing. Add: \"name\": \"…\"");
        }
        catch (JsonException exception)
        {
            throw At(path, bytes, exception.LineNumber ?? 0, exception.BytePositionInLine ?? 0, exception.Path, Message(exception));
        }
    }

    /// <summary>An error at a top-level field; at the file's start when the field is not there.</summary>
    public static CliException Field(string path, byte[] bytes, string field, string message)
    {
        var reader = new Utf8JsonReader(bytes);
        var name = field.AsSpan(0, field.AsSpan().IndexOfAny('.', '[') is var end and >= 0 ? end : field.Length).ToString();
        while (reader.Read())
        {
            if (reader is not { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } || !reader.ValueTextEquals(name))
                continue;
            var before = bytes.AsSpan(0, (int)reader.TokenStartIndex);
            return At(path, bytes, before.Count((byte)'\n'), before.Length - 1 - before.LastIndexOf((byte)'\n'), field, message);
        }
        return At(path, bytes, 0, 0, field, message);
    }

    private static CliException At(string path, byte[] bytes, long line, long byteInLine, string? field, string message)
    {
        var name = field?.StartsWith("$.", StringComparison.Ordinal) == true ? field[2..] : field == "$" ? null : field;
        var where = FormattableString.Invariant($"line {line + 1}, column {Column(bytes, line, byteInLine)}");
        return new($"{path}: {where}{(string.IsNullOrEmpty(name) ? "" : $", field {CleanText.Of(name)}")}", message);
    }

    // The reader counts bytes; people count characters.
    private static long Column(byte[] bytes, long line, long byteInLine)
    {
        var rest = bytes.AsSpan();
        for (; line > 0 && rest.IndexOf((byte)'\n') is var end and >= 0; line--)
            rest = rest[(end + 1)..];
        return Encoding.UTF8.GetCharCount(rest[..(int)Math.Min(byteInLine, rest.Length)]) + 1;
    }

    private static string Message(JsonException exception)
    {
        if (exception.Message.Contains("null values", StringComparison.Ordinal))
            return "The value must not be null.";
        var conversion = Conversion().Match(exception.Message);
        return conversion.Success
            ? $"The value is not {Kind(conversion.Groups[1].Value)}."
            : Position().Replace(exception.Message, "").Trim();
    }

    private static string Kind(string type) => type switch
    {
        _ when type.Contains("Dictionary", StringComparison.Ordinal) => "an object with named values",
        _ when type.Contains("String", StringComparison.Ordinal) => "a text",
        _ when type.Contains("List", StringComparison.Ordinal) => "a list",
        _ => "an object",
    };

    [GeneratedRegex(@"could not be converted to ([\w.`\[\],\s]+?)\. ", RegexOptions.NonBacktracking)]
    private static partial Regex Conversion();

    [GeneratedRegex(@"(\s*Path: .*)?\s*(\||\.)?\s*LineNumber: \d+ \| BytePositionInLine: \d+\.?$", RegexOptions.NonBacktracking | RegexOptions.Singleline)]
    private static partial Regex Position();
}
