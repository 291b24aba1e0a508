using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace RaptorFlow.Core.Sources;

/// <summary>A vendor's answer as it came, whatever its status.</summary>
internal sealed record SourceResponse(HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, byte[] Body)
{
    public bool Succeeded => (int)Status is >= 200 and < 300;

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Its JSON; null when it is none, or says that it is something else.</summary>
    public JsonElement? JsonIfAny()
    {
        if (Body.Length == 0 || ContentHeaders.ContentType?.MediaType is not { } type || (type != "application/json" && !type.EndsWith("+json", StringComparison.Ordinal)))
            return null;
        try
        {
            return Json();
        }
        catch (SourceException)
        {
            return null;
        }
    }

    public string? Header(string name) => Headers.TryGetValues(name, out var values) || ContentHeaders.TryGetValues(name, out values) ? values.FirstOrDefault() : null;

    /// <exception cref="SourceException">It is no JSON.</exception>
    public JsonElement Json()
    {
        try
        {
            using var document = JsonDocument.Parse(Body);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            // A proxy's page, or a plain sentence; what the status says is worth more.
            throw Succeeded ? SourceException.Unreadable("it is no JSON.", e) : SourceException.From(Status, ContentHeaders.ContentType?.MediaType == "text/plain" ? Text : null);
        }
    }

    /// <summary>Reads an answer's shape; what does not fit is the vendor's fault and not a crash.</summary>
    /// <exception cref="SourceException">It does not have the shape.</exception>
    public T Read<T>(Func<JsonElement, T> read)
    {
        var json = Json();
        try
        {
            return read(json);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException or OverflowException or JsonException)
        {
            throw SourceException.Unreadable(e.Message, e);
        }
    }
}

/// <summary>Reads fields that vendors leave out or send as null.</summary>
internal static class JsonFields
{
    public static JsonElement? Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    public static string? Text(this JsonElement element, string name) => element.Field(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    public static double? Number(this JsonElement element, string name) => element.Field(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    public static long? Count(this JsonElement element, string name) => element.Number(name) is { } number ? (long)Math.Round(number) : null;

    /// <summary>An amount that is sent in hundredths.</summary>
    public static decimal? Cents(this JsonElement element, string name) => element.Field(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var cents) ? cents / 100 : null;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) => element.Field(name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];

    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        element.Text(name) is { } text && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
