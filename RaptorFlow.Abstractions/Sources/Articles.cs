namespace RaptorFlow.Sources;

/// <summary>What the press and the web write about something.</summary>
/// <param name="Query">Words to look for; 1 to 400 characters.</param>
public sealed record ArticleQuestion(string Query) : SourceQuestion<Article>
{
    /// <summary>The earliest day of publication.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The latest day of publication.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The articles' language as ISO 639-1, <c>en</c>; null for any.</summary>
    public string? Language { get; init; }

    /// <summary>How many from each source, 1 to 100.</summary>
    public int Limit { get; init; } = 20;

    /// <inheritdoc/>
    public override bool AsksAll => true;

    /// <inheritdoc/>
    public override string Kind => SourceKinds.Articles;

    /// <inheritdoc/>
    public override string Subject => $"articles on “{Query}”";

    /// <inheritdoc/>
    public override void Validate()
    {
        SourceFields.Text(Query, 400, nameof(Query));
        SourceFields.Limit(Limit, 100);
        if (To < From)
            throw new ArgumentException("Lies before From.", nameof(To));
        if (Language is not null && (Language.Length != 2 || !Language.All(char.IsAsciiLetterLower)))
            throw new ArgumentException("Is two lower-case letters (ISO 639-1).", nameof(Language));
    }
}

/// <summary>The newest entries of a feed (RSS, Atom).</summary>
/// <param name="Address">The feed's address; http or https, and public.</param>
public sealed record FeedQuestion(Uri Address) : SourceQuestion<Article>
{
    /// <summary>Only entries published since; entries without a date are left out then.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>How many, 1 to 200.</summary>
    public int Limit { get; init; } = 50;

    /// <inheritdoc/>
    public override string Kind => SourceKinds.Feeds;

    /// <inheritdoc/>
    public override string Subject => $"the feed {Address}";

    /// <inheritdoc/>
    public override void Validate()
    {
        SourceFields.Address(Address);
        SourceFields.Limit(Limit, 200);
    }
}

/// <summary>An article, post or announcement. A summary, not the whole text: the address leads to that.</summary>
public sealed record Article : SourceItem
{
    /// <summary>Where it stands.</summary>
    public required string Address { get; init; }

    /// <summary>Its headline, without markup.</summary>
    public required string Title { get; init; }

    /// <summary>What the source quotes of it, without markup.</summary>
    public string? Summary { get; init; }

    /// <summary>Who published it: <c>Financial Times</c>, <c>example.com</c>.</summary>
    public string? Outlet { get; init; }

    /// <summary>Who wrote it.</summary>
    public string? Author { get; init; }

    /// <summary>When it was published, as far as the source says.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Its language as ISO 639-1, where the source says.</summary>
    public string? Language { get; init; }
}

/// <summary>A page as readers see it.</summary>
/// <param name="Address">The page's address; http or https, and public.</param>
public sealed record PageQuestion(Uri Address) : SourceQuestion<WebPage>
{
    /// <inheritdoc/>
    public override string Kind => SourceKinds.Pages;

    /// <inheritdoc/>
    public override string Subject => $"the page {Address}";

    /// <inheritdoc/>
    public override void Validate() => SourceFields.Address(Address);
}

/// <summary>The text of a page: what its readers see of it, and no more.</summary>
public sealed record WebPage : SourceItem
{
    /// <summary>Where it was found, after redirects.</summary>
    public required string Address { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Its main text as Markdown; up to a million characters.</summary>
    public required string Text { get; init; }

    /// <summary>When it was published, as far as it says.</summary>
    public DateOnly? PublishedOn { get; init; }

    /// <summary>Its language as a BCP 47 tag, as far as it says.</summary>
    public string? Language { get; init; }
}
