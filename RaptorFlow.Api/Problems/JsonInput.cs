using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using RaptorFlow.Core;

namespace RaptorFlow.Api.Problems;

/// <summary>Something in JSON that cannot be stored.</summary>
/// <param name="Field">Its place: <c>company.size.employees</c>, <c>documents[0].title</c>.</param>
/// <param name="Message">What is wrong there.</param>
internal sealed record JsonFault(string Field, string Message);

/// <summary>The one check of JSON that is stored as it came: what <c>jsonb</c> refuses, or returns a thousand times longer than it was.</summary>
internal static class JsonInput
{
    // jsonb writes numbers out: ten characters with an exponent become 131,000 digits.
    private const int MostDigits = 40;
    private const int NameShown = 100;

    /// <summary>For a field that is an object of any content. Null when all of it can be stored.</summary>
    public static Problem? Problem(string field, JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object)
            return Problems.Problem.Invalid(field, "Is missing or not an object.");
        return Fault(field, input) is { } fault ? Problems.Problem.Invalid(fault.Field, fault.Message) : null;
    }

    /// <summary>The first thing that cannot be stored, or null.</summary>
    /// <param name="field">The name of the whole; empty for a request's body.</param>
    /// <param name="input">Any JSON.</param>
    public static JsonFault? Fault(string field, JsonElement input)
    {
        if (Find(input) is not var (path, message))
            return null;
        var place = (field + path).TrimStart('.');
        return new(place.Length == 0 ? "body" : place, message);
    }

    private static (string Path, string Message)? Find(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return WrongText(JsonMarshal.GetRawUtf8Value(element)) is { } text ? ("", text) : null;
            case JsonValueKind.Number:
                return WrongNumber(JsonMarshal.GetRawUtf8Value(element)) is { } number ? ("", number) : null;
            case JsonValueKind.Array:
                var i = 0;
                foreach (var item in element.EnumerateArray())
                {
                    if (Find(item) is var (path, message))
                        return (string.Create(CultureInfo.InvariantCulture, $"[{i}]{path}"), message);
                    i++;
                }
                return null;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    if (WrongText(JsonMarshal.GetRawUtf8PropertyName(property)) is { } name)
                        return ("", $"A field's name in it: {name}");
                    if (Find(property.Value) is var (path, message))
                        return ($".{property.Name.Cut(NameShown)}{path}", message);
                }
                return null;
            default:
                return null;
        }
    }

    // As it stands in the JSON, escapes not resolved: resolving half a surrogate pair throws.
    private static string? WrongText(ReadOnlySpan<byte> raw)
    {
        if (!Utf8.IsValid(raw))
            return "Is not UTF-8.";
        var expectLow = false;
        for (var i = 0; i < raw.Length; i++)
        {
            var unit = raw[i] == '\\' ? Escaped(raw, ref i) : raw[i];
            if (unit == 0)
                return "Holds the character NUL (\\u0000), which cannot be stored.";
            if (expectLow != char.IsLowSurrogate((char)unit))
                return "Holds half of a surrogate pair (\\ud800 to \\udfff), which is no character.";
            expectLow = char.IsHighSurrogate((char)unit);
        }
        return expectLow ? "Holds half of a surrogate pair (\\ud800 to \\udfff), which is no character." : null;
    }

    /// <summary>What an escape stands for, where that matters here; moves on to its last character.</summary>
    private static int Escaped(ReadOnlySpan<byte> raw, ref int i)
    {
        i++;
        if (raw[i] != 'u')
            return raw[i];
        var unit = int.Parse(raw.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        i += 4;
        return unit;
    }

    private static string? WrongNumber(ReadOnlySpan<byte> raw)
    {
        var end = raw.IndexOfAny((byte)'e', (byte)'E');
        var digits = end < 0 ? raw.Length : end;
        var exponent = 0;
        var fits = digits <= MostDigits + 2 // a sign and a point
            && (end < 0 || int.TryParse(raw[(end + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent));
        return fits && exponent is >= -MostDigits and <= MostDigits
            ? null
            : $"Is a number that is too large or too exact: at most {MostDigits} digits, and an exponent between -{MostDigits} and {MostDigits}.";
    }
}
