namespace RaptorFlow.Guild.Research.Grounding;

/// <summary>Phrases by topic and language, from a data file: topic → language (or <c>any</c>) → phrases.</summary>
internal sealed class CueLexicon
{
    private readonly Dictionary<string, Dictionary<string, Phrase[]>> _topics;

    private CueLexicon(Dictionary<string, Dictionary<string, List<string>>> data)
    {
        Topics = [.. data.Keys];
        _topics = data.ToDictionary(
            topic => topic.Key,
            topic => topic.Value.ToDictionary(l => l.Key, l => l.Value.Select(p => new Phrase(p)).ToArray(), StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    /// <summary>The topics in the file's order.</summary>
    public IReadOnlyList<string> Topics { get; }

    public static CueLexicon Load(string path) => new(DataFile.Load<Dictionary<string, Dictionary<string, List<string>>>>(path));

    /// <summary>The phrases of a topic that a text holds, as the file writes them.</summary>
    public IReadOnlyList<string> Hits(string topic, string language, string text)
    {
        var normalised = Phrase.Normalise(text);
        return [.. Of(topic, language).Where(p => p.In(normalised)).Select(p => p.Text)];
    }

    public bool Mentions(string topic, string language, string text)
    {
        var normalised = Phrase.Normalise(text);
        return Of(topic, language).Any(p => p.In(normalised));
    }

    /// <summary>The topics a text touches, in the file's order.</summary>
    public IEnumerable<string> TopicsIn(string language, string text) => Topics.Where(t => Mentions(t, language, text));

    public IEnumerable<Phrase> Of(string topic, string language)
    {
        if (!_topics.TryGetValue(topic, out var languages))
            throw new ArgumentException($"No topic {topic} in the lexicon.", nameof(topic));
        var own = languages.GetValueOrDefault(Primary(language)) ?? [];
        return languages.TryGetValue("any", out var any) ? own.Concat(any) : own;
    }

    private static string Primary(string language) => language.Split('-')[0].ToLowerInvariant();
}
