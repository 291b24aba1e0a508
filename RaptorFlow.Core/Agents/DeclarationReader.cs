using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RaptorFlow.Core.Agents;

/// <summary>A declarative file being read: collects every error instead of stopping at the first.</summary>
internal sealed partial class DeclarationReader(string file)
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

    /// <summary>A whole number within bounds; null when missing.</summary>
    public int? Whole(YamlMappingNode node, string key, int least, int most, string where = "")
    {
        if (Optional(node, key) is not { } text)
            return null;
        if (int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Error($"{where}'{key}' must be a whole number between {least} and {most}, not '{text}'.");
        return null;
    }

    /// <summary>A duration such as <c>60s</c> within bounds; null when missing.</summary>
    /// <param name="node">Where it stands.</param>
    /// <param name="key">Under which key.</param>
    /// <param name="least">The shortest.</param>
    /// <param name="most">The longest.</param>
    /// <param name="where">What the error begins with.</param>
    /// <param name="or">What else the key may hold, for the error of a text that is no duration.</param>
    public TimeSpan? Duration(YamlMappingNode node, string key, TimeSpan least, TimeSpan most, string where = "", string or = "")
    {
        if (Optional(node, key) is not { } text)
            return null;
        if (Durations().Match(text) is not { Success: true } match)
        {
            Error($"{where}'{key}' must be a number with s, m, h or d, such as 60s{or}, not '{text}'.");
            return null;
        }
        var number = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        var seconds = number * match.Groups[2].Value switch { "s" => 1, "m" => 60, "h" => 3_600, _ => 86_400 };
        if (seconds >= least.TotalSeconds && seconds <= most.TotalSeconds)
            return TimeSpan.FromSeconds(seconds);
        Error($"{where}'{key}' must lie between {least} and {most}, not {text}.");
        return null;
    }

    /// <summary>A mapping below a key; null when missing.</summary>
    public YamlMappingNode? Mapping(YamlMappingNode node, string key, string where = "") => Child(node, key) switch
    {
        null => null,
        YamlMappingNode mapping => mapping,
        _ => Fail<YamlMappingNode>($"{where}'{key}' must be a mapping."),
    };

    public static string Text(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";

    private static YamlNode? Child(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    private T? Fail<T>(string message)
        where T : class
    {
        Error(message);
        return null;
    }

    [GeneratedRegex(@"^(\d+(?:\.\d+)?)([smhd])$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Durations();
}
