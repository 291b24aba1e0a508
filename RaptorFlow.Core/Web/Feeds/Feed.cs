namespace RaptorFlow.Core.Web.Feeds;

/// <summary>A feed as it was at one time.</summary>
internal sealed record Feed
{
    public string? Title { get; init; }

    /// <summary>BCP 47, as the feed says.</summary>
    public string? Language { get; init; }

    /// <summary>In the feed's order, at most <see cref="FeedReader.MostItems"/>.</summary>
    public required IReadOnlyList<FeedItem> Items { get; init; }

    /// <summary>Where older entries are, for feeds in pages.</summary>
    public Uri? Next { get; init; }
}

/// <summary>An entry of a feed.</summary>
internal sealed record FeedItem
{
    /// <summary>As the feed says; else the address, else a hash of what it holds.</summary>
    public required string Id { get; init; }

    /// <summary>Plain text; may be empty.</summary>
    public required string Title { get; init; }

    /// <summary>http or https.</summary>
    public Uri? Address { get; init; }

    /// <summary>Plain text, cut to <see cref="FeedReader.MaximumSummary"/> characters; may be empty.</summary>
    public required string Summary { get; init; }

    public string? Author { get; init; }

    /// <summary>Null when the feed does not say, or nothing that is a date.</summary>
    public DateTimeOffset? Published { get; init; }

    public DateTimeOffset? Updated { get; init; }
}

/// <summary>What was to be a feed is none that can be read. The message says to a user what it is and what to do.</summary>
internal sealed class FeedUnreadableException(string message, string suggestion, Exception? inner = null) : Exception(message, inner)
{
    public string Suggestion => suggestion;
}
