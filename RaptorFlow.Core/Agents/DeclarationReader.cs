using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RaptorFlow.Core.Agents;

/// <summary>A declarative file being read: collects every error instead of stopping at the first.</summary>
internal sealed class DeclarationReader(string file)
{
    private readonly List<string> _errors = [];

    public IReadOnlyList<string> Errors => _errors;

    public void Error(string message) => _errors.Add($"{file}: {message}");

    /// <summary>Parses YAML to a mapping, or reports why it is none.</summary>
    public YamlMappingNode? Mapping(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents is [{ RootNode: YamlMappingNode mapping }])
                return mapping;
            Error("must hold one YAML mapping.");
        }
        catch (YamlException e)
        {
            Error($"is no valid YAML: line {e.Start.Line}: {e.InnerException?.Message ?? e.Message}");
        }
        return null;
    }

    public void OnlyKeys(YamlMappingNode node, string where, params ReadOnlySpan<string> known)
    {
        foreach (var (key, _) in node.Children)
        {
            if (!known.Contains(Text(key)))
                Error($"{where}unknown key '{Text(key)}'; known are {string.Join(", ", known.ToArray())}.");
        }
    }

    public string? Required(YamlMappingNode node, string key, string where = "")
    {
        var text = Optional(node, key);
        if (string.IsNullOrWhiteSpace(text))
        {
            Error($"{where}'{key}' is missing.");
            return null;
        }
        return text.Trim();
    }

    public string? Optional(YamlMappingNode node, string key) => Child(node, key) switch
    {
        null => null,
        YamlScalarNode scalar => scalar.Value,
        _ => Fail<string>($"'{key}' must be a text."),
    };

    public IReadOnlyList<string> Texts(YamlMappingNode node, string key) => Child(node, key) switch
    {
        null => [],
        YamlSequenceNode list when list.All(n => n is YamlScalarNode) => [.. list.Select(Text)],
        _ => Fail<IReadOnlyList<string>>($"'{key}' must be a list of texts.") ?? [],
    };

    public IReadOnlyList<YamlMappingNode> Mappings(YamlMappingNode node, string key) => Child(node, key) switch
    {
        null => [],
        YamlSequenceNode list when list.All(n => n is YamlMappingNode) => [.. list.Cast<YamlMappingNode>()],
        _ => Fail<IReadOnlyList<YamlMappingNode>>($"'{key}' must be a list of mappings.") ?? [],
    };

    public IReadOnlyList<KeyValuePair<string, YamlNode>> Entries(YamlMappingNode node, string key) => Child(node, key) switch
    {
        null => [],
        YamlMappingNode mapping => [.. mapping.Children.Select(c => KeyValuePair.Create(Text(c.Key), c.Value))],
        _ => Fail<IReadOnlyList<KeyValuePair<string, YamlNode>>>($"'{key}' must be a mapping.") ?? [],
    };

    /// <summary>A flag; false when missing.</summary>
    public bool Flag(YamlMappingNode node, string key) => Optional(node, key) switch
    {
        null => false,
        "true" => true,
        "false" => false,
        var other => Fail<object>($"'{key}' must be true or false, not '{other}'.") is not null,
    };

    public static string Text(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";

    private static YamlNode? Child(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    private T? Fail<T>(string message)
        where T : class
    {
        Error(message);
        return null;
    }
}
