namespace RaptorFlow.Core.Models;

/// <summary>What a model can do, by the names of the catalogue.</summary>
[Flags]
internal enum ModelAbilities
{
    None = 0,
    StructuredOutput = 1,
    Tools = 2,
    Vision = 4,
    Reasoning = 8,
}

internal static class AbilityNames
{
    private static readonly Dictionary<string, ModelAbilities> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["structured_output"] = ModelAbilities.StructuredOutput,
        ["tools"] = ModelAbilities.Tools,
        ["vision"] = ModelAbilities.Vision,
        ["reasoning"] = ModelAbilities.Reasoning,
    };

    public static string All { get; } = string.Join(", ", ByName.Keys);

    public static IReadOnlyList<string> Of(ModelAbilities abilities) => [.. ByName.Where(known => abilities.HasFlag(known.Value)).Select(known => known.Key)];

    public static bool IsKnown(string name) => ByName.ContainsKey(name);

    /// <summary>Of names that are known.</summary>
    public static ModelAbilities Parse(IEnumerable<string>? names) => names is null
        ? ModelAbilities.StructuredOutput | ModelAbilities.Tools
        : names.Aggregate(ModelAbilities.None, (abilities, name) => abilities | ByName[name]);
}
