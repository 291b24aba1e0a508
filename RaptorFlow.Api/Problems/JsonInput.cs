using System.Text.Json;

namespace RaptorFlow.Api.Problems;

/// <summary>Checks JSON that is stored as it came.</summary>
internal static class JsonInput
{
    public static Problem? Problem(string field, JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object)
            return Problems.Problem.Invalid(field, "Is missing or not an object.");
        return HoldsNul(input) ? Problems.Problem.Invalid(field, "Holds the character NUL.", "Remove \\u0000 from the texts.") : null;
    }

    // Postgres keeps every character of Unicode but this one.
    public static bool HoldsNul(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!.Contains('\0'),
        JsonValueKind.Array => element.EnumerateArray().Any(HoldsNul),
        JsonValueKind.Object => element.EnumerateObject().Any(p => p.Name.Contains('\0') || HoldsNul(p.Value)),
        _ => false,
    };
}
