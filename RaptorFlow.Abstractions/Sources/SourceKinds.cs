namespace RaptorFlow.Sources;

/// <summary>The kinds of things that sources answer with, as cards, settings and reports name them.</summary>
public static class SourceKinds
{
    /// <summary>Search volumes, and what sites are found for.</summary>
    public const string Keywords = "keywords";

    /// <summary>Authority, visits and backlinks of sites.</summary>
    public const string Domains = "domains";

    /// <summary>What people say in public.</summary>
    public const string Mentions = "mentions";

    /// <summary>News and other articles.</summary>
    public const string Articles = "articles";

    /// <summary>Search interest over time, and what is trending.</summary>
    public const string Trends = "trends";

    /// <summary>Designs and their files.</summary>
    public const string Designs = "designs";

    /// <summary>RSS and Atom feeds.</summary>
    public const string Feeds = "feeds";

    /// <summary>Web pages.</summary>
    public const string Pages = "pages";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Keywords, Domains, Mentions, Articles, Trends, Designs, Feeds, Pages];
}
