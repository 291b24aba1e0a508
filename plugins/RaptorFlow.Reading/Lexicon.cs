using System.Collections.Concurrent;
using YamlDotNet.Serialization;

namespace RaptorFlow.Reading;

/// <summary>The words of one language that readers look for, from <c>Lexicons/*.yaml</c>.</summary>
public sealed class Lexicon
{
    private static readonly ConcurrentDictionary<string, Lexicon> Loaded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object> _entries;
    private readonly ConcurrentDictionary<string, PhraseIndex<string>> _indexes = new(StringComparer.Ordinal);

    private Lexicon(string code, Dictionary<string, object> entries)
    {
        Code = code;
        _entries = entries;
        StopWords = List("stop").SelectMany(Words.Tokens).ToHashSet(StringComparer.Ordinal);
        Suffixes = [.. List("suffixes").Select(Words.Fold).OrderByDescending(s => s.Length)];
    }

    /// <summary>The language, as a BCP 47 tag.</summary>
    public string Code { get; }

    internal IReadOnlySet<string> StopWords { get; }

    internal IReadOnlyList<string> Suffixes { get; }

    /// <summary>Names of platforms, and stop words of languages that are not read.</summary>
    public static Lexicon Common => Load("common");

    /// <summary>The lexicon of a language; English for one that has none.</summary>
    /// <param name="language">A BCP 47 tag; only its language part counts.</param>
    public static Lexicon For(string language)
    {
        ArgumentNullException.ThrowIfNull(language);
        var code = Languages.Base(language);
        return Load(Languages.Known.Contains(code) ? code : "en");
    }

    /// <summary>Words of one topic in all languages together, from <c>Lexicons/topic.yaml</c>.</summary>
    /// <param name="topic">The file's name: <c>business</c>, <c>voice</c>.</param>
    public static Lexicon Topic(string topic) => Load(topic);

    /// <summary>The phrases a text holds from left to right: the list's name (or the map's key), and the words verbatim.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="names">Lists or maps of the lexicon.</param>
    public IReadOnlyList<(string Key, string Words)> Find(string text, params ReadOnlySpan<string> names)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = Token.Read(text);
        return [.. Index(names).All(tokens).Select(h => (h.Value, text[tokens[h.Start].Start..tokens[h.End - 1].End]))];
    }

    /// <summary>A list of the lexicon; empty when it has none of that name.</summary>
    /// <param name="name">The key.</param>
    public IReadOnlyList<string> List(string name) =>
        _entries.TryGetValue(name, out var value) ? Strings(value) : [];

    /// <summary>A map of lists; empty when the lexicon has none of that name.</summary>
    /// <param name="name">The key.</param>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Map(string name) =>
        _entries.TryGetValue(name, out var value) && value is Dictionary<object, object> map
            ? map.ToDictionary(p => p.Key.ToString()!, p => Strings(p.Value), StringComparer.Ordinal)
            : new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>The phrases of one or several lists or maps, each with the list's name (or the map's key) as its value.</summary>
    internal PhraseIndex<string> Index(params ReadOnlySpan<string> names)
    {
        var key = string.Join('+', names!);
        if (_indexes.TryGetValue(key, out var index))
            return index;
        index = new PhraseIndex<string>();
        foreach (var name in names)
        {
            foreach (var phrase in List(name))
                index.Add(phrase, name);
            foreach (var (value, phrases) in Map(name))
            {
                foreach (var phrase in phrases)
                    index.Add(phrase, value);
            }
        }
        return _indexes.GetOrAdd(key, index);
    }

    /// <summary>The phrases of a list whose entries are alternatives (<c>january|jan</c>), each with its entry's position as its value.</summary>
    internal PhraseIndex<string> Ordinals(string name) => _indexes.GetOrAdd("#" + name, _ =>
    {
        var index = new PhraseIndex<string>();
        var position = 0;
        foreach (var entry in List(name))
        {
            foreach (var phrase in entry.Split('|'))
                index.Add(phrase, position.ToString(System.Globalization.CultureInfo.InvariantCulture));
            position++;
        }
        return index;
    });

    private static Lexicon Load(string code) => Loaded.GetOrAdd(code, static c =>
    {
        var name = $"Lexicons/{c}.yaml";
        using var stream = typeof(Lexicon).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The lexicon {name} is not embedded.");
        using var reader = new StreamReader(stream);
        return new(c, new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(reader));
    });

    private static IReadOnlyList<string> Strings(object value) =>
        value is List<object> list ? [.. list.Select(v => v?.ToString() ?? throw new InvalidOperationException("A lexicon holds an empty entry."))] : [];
}
