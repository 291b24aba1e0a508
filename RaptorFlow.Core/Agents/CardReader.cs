using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Models;
using RaptorFlow.Sources;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RaptorFlow.Core.Agents;

/// <summary>Reads agent cards: YAML front matter between two lines of <c>---</c>, then the prompt.</summary>
internal static partial class CardReader
{
    public static AgentCard? Read(string file, string text, List<string> errors)
    {
        var reader = new DeclarationReader(file);
        var card = Read(reader, text.ReplaceLineEndings("\n"));
        errors.AddRange(reader.Errors);
        return reader.Errors.Count == 0 ? card : null;
    }

    private static AgentCard? Read(DeclarationReader reader, string text)
    {
        if (FrontMatter().Match(text) is not { Success: true } parts)
        {
            reader.Error("must begin with front matter between two lines of '---'.");
            return null;
        }
        if (reader.Mapping(parts.Groups["yaml"].Value) is not { } node)
            return null;
        reader.OnlyKeys(node, "", "code", "name", "summary", "capabilities", "tier", "parameters", "limits", "sources", "tools", "memory", "remembers", "cache", "timeout", "concurrency");
        var code = reader.Required(node, "code");
        if (code is not null && !Code().IsMatch(code))
            reader.Error($"'code' must look like RES-001, not '{code}'.");
        var card = new AgentCard
        {
            Code = code ?? "",
            Name = reader.Required(node, "name") ?? "",
            Summary = reader.Required(node, "summary") ?? "",
            Capabilities = Capabilities(reader, node),
            Tier = Tier(reader, node, "") ?? ModelTier.Economy,
            Parameters = reader.Entries(node, "parameters").ToDictionary(p => p.Key, p => Json(p.Value)),
            Limits = Limits(reader, node),
            Sources = reader.Texts(node, "sources"),
            Tools = reader.Texts(node, "tools"),
            Memory = reader.Texts(node, "memory"),
            Remembers = reader.Texts(node, "remembers"),
            Cache = Cache(reader, node),
            Timeout = reader.Duration(node, "timeout", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)) ?? TimeSpan.FromSeconds(60),
            Concurrency = reader.Whole(node, "concurrency", 1, 1_000),
            Prompt = parts.Groups["prompt"].Value.Trim(),
        };
        foreach (var kind in card.Sources.Where(kind => !SourceKinds.All.Contains(kind)))
            reader.Error($"'sources' names '{kind}'; there are {string.Join(", ", SourceKinds.All)}.");
        if (card.Prompt.Length == 0)
            reader.Error("the prompt below the front matter is missing.");
        return card;
    }

    private static List<AgentCapability> Capabilities(DeclarationReader reader, YamlMappingNode node)
    {
        var capabilities = new List<AgentCapability>();
        foreach (var entry in reader.Mappings(node, "capabilities"))
        {
            reader.OnlyKeys(entry, "capabilities: ", "name", "behaviour", "summary", "tier");
            if (reader.Required(entry, "name", "capabilities: ") is { } name && reader.Required(entry, "behaviour", $"capability '{name}': ") is { } behaviour)
                capabilities.Add(new() { Name = name, Behaviour = behaviour, Summary = reader.Optional(entry, "summary") ?? "", Tier = Tier(reader, entry, $"capability '{name}': ") });
        }
        if (capabilities.Count == 0)
            reader.Error("'capabilities' needs at least one entry with name and behaviour.");
        foreach (var twice in capabilities.GroupBy(c => c.Name).Where(g => g.Count() > 1))
            reader.Error($"capability '{twice.Key}' stands twice.");
        return capabilities;
    }

    private static ModelTier? Tier(DeclarationReader reader, YamlMappingNode node, string where)
    {
        if (reader.Optional(node, "tier") is not { } name)
            return null;
        if (TierNames.TryParse(name, out var tier))
            return tier;
        reader.Error($"{where}tier '{name}' is unknown; use {TierNames.All}.");
        return null;
    }

    private static CacheRule Cache(DeclarationReader reader, YamlMappingNode node) =>
        CacheKinds.TryParse(reader.Optional(node, "cache"), out var kind)
            ? new() { Kind = kind }
            : new() { Lifetime = reader.Duration(node, "cache", TimeSpan.Zero, CacheOptions.Longest, or: $", or one of {string.Join(", ", CacheKinds.OfAnswers)}") };

    private static Dictionary<string, int> Limits(DeclarationReader reader, YamlMappingNode node)
    {
        var limits = new Dictionary<string, int>();
        foreach (var (key, value) in reader.Entries(node, "limits"))
        {
            if (int.TryParse(DeclarationReader.Text(value), CultureInfo.InvariantCulture, out var limit))
                limits[key] = limit;
            else
                reader.Error($"limit '{key}' must be a whole number.");
        }
        return limits;
    }

    private static JsonElement Json(YamlNode node) => JsonSerializer.SerializeToElement(Value(node));

    private static object? Value(YamlNode node) => node switch
    {
        YamlMappingNode mapping => mapping.Children.ToDictionary(c => DeclarationReader.Text(c.Key), c => Value(c.Value)),
        YamlSequenceNode list => list.Select(Value).ToList(),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } plain } when double.TryParse(plain, CultureInfo.InvariantCulture, out var number) => number,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" } => true,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "false" } => false,
        YamlScalarNode scalar => scalar.Value,
        _ => null,
    };

    [GeneratedRegex(@"\A---\n(?<yaml>.*?\n)---\n(?<prompt>.*)\z", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FrontMatter();

    [GeneratedRegex(@"^[A-Z]{2,5}-\d{3}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
