namespace RaptorFlow.Sources;

/// <summary>How much keywords are searched for, and how hard they are to rank for.</summary>
/// <param name="Keywords">1 to 100 keywords, each of 1 to 80 characters.</param>
public sealed record KeywordQuestion(IReadOnlyList<string> Keywords) : SourceQuestion<KeywordFigures>
{
    /// <summary>The market: a country as ISO 3166-1 alpha-2, <c>US</c>.</summary>
    public string Country { get; init; } = "US";

    /// <inheritdoc/>
    public override string Kind => SourceKinds.Keywords;

    /// <inheritdoc/>
    public override string Subject => $"search figures of {SourceFields.Quoted(Keywords)} in {Country}";

    /// <inheritdoc/>
    public override void Validate()
    {
        SourceFields.Texts(Keywords, 100, 80, nameof(Keywords));
        SourceFields.Country(Country);
    }
}

/// <summary>What a source knows of one keyword. What it does not know is null, never 0.</summary>
public sealed record KeywordFigures : SourceItem
{
    /// <summary>The keyword, as asked.</summary>
    public required string Keyword { get; init; }

    /// <summary>The market: ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    /// <summary>Searches in a month, on average of the last twelve; estimated by the source.</summary>
    public long? MonthlySearches { get; init; }

    /// <summary>From 0 (easy) to 100 (hard to rank for), on the source's own scale.</summary>
    public double? Difficulty { get; init; }

    /// <summary>What a click of an advertisement costs on average, in USD.</summary>
    public decimal? CostPerClickUsd { get; init; }

    /// <summary>From 0 to 1: how densely advertisers bid for it.</summary>
    public double? Competition { get; init; }

    /// <summary>Informational, commercial, transactional, navigational, as far as the source says.</summary>
    public IReadOnlyList<string> Intents { get; init; } = [];
}

/// <summary>What a domain is found for.</summary>
/// <param name="Domain">Without scheme, path and <c>www</c>: <c>example.com</c>.</param>
public sealed record RankingQuestion(string Domain) : SourceQuestion<RankedKeyword>
{
    /// <summary>The market: a country as ISO 3166-1 alpha-2, <c>US</c>.</summary>
    public string Country { get; init; } = "US";

    /// <summary>How many keywords, those that bring most visits; 1 to 1,000. Vendors charge by the line.</summary>
    public int Limit { get; init; } = 25;

    /// <inheritdoc/>
    public override string Kind => SourceKinds.Keywords;

    /// <inheritdoc/>
    public override string Subject => $"what {Domain} is found for in {Country}";

    /// <inheritdoc/>
    public override void Validate()
    {
        SourceFields.Domain(Domain);
        SourceFields.Country(Country);
        SourceFields.Limit(Limit, 1_000);
    }
}

/// <summary>A keyword that a domain is found for.</summary>
public sealed record RankedKeyword : SourceItem
{
    /// <summary>The domain.</summary>
    public required string Domain { get; init; }

    /// <summary>The keyword.</summary>
    public required string Keyword { get; init; }

    /// <summary>The market: ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    /// <summary>The domain's place among the unpaid results, from 1.</summary>
    public int? Position { get; init; }

    /// <summary>Searches in a month, on average of the last twelve; estimated by the source.</summary>
    public long? MonthlySearches { get; init; }

    /// <summary>What a click of an advertisement costs on average, in USD.</summary>
    public decimal? CostPerClickUsd { get; init; }

    /// <summary>The page that is found.</summary>
    public string? Address { get; init; }
}
