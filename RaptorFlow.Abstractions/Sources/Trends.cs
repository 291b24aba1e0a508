using RaptorFlow.Marketing;

namespace RaptorFlow.Sources;

/// <summary>What is searched for more than usual: of the topics named, or of all.</summary>
/// <param name="Topics">Up to 20 topics of 1 to 80 characters each; empty asks what is trending at the moment.</param>
public sealed record TrendQuestion(IReadOnlyList<string> Topics) : SourceQuestion<Trend>
{
    /// <summary>The market: a country as ISO 3166-1 alpha-2, <c>US</c>.</summary>
    public string Country { get; init; } = "US";

    /// <inheritdoc/>
    public override string Kind => SourceKinds.Trends;

    /// <inheritdoc/>
    public override string Subject => Topics.Count == 0 ? $"what is trending in {Country}" : $"search interest in {SourceFields.Quoted(Topics)} in {Country}";

    /// <inheritdoc/>
    public override void Validate()
    {
        if (Topics.Count > 0)
            SourceFields.Texts(Topics, 20, 80, nameof(Topics));
        SourceFields.Country(Country);
    }
}

/// <summary>How much a topic is searched for.</summary>
public sealed record Trend : SourceItem
{
    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The market: ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    /// <summary>Searches at the moment, at least; sources round them down.</summary>
    public long? SearchesAtLeast { get; init; }

    /// <summary>Since when it is trending.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Interest over time, relative to the busiest period of the same series, which is 100.</summary>
    public IReadOnlyList<SearchInterestPoint> Points { get; init; } = [];

    /// <summary>What is written about it.</summary>
    public IReadOnlyList<Article> Articles { get; init; } = [];
}
