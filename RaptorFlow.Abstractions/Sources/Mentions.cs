namespace RaptorFlow.Sources;

/// <summary>What people say about something in public.</summary>
/// <param name="Query">Words to look for; 1 to 400 characters.</param>
public sealed record MentionQuestion(string Query) : SourceQuestion<Mention>
{
    /// <summary>Only mentions since; sources look back a week or more.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The mentions' language as ISO 639-1, <c>en</c>; null for any.</summary>
    public string? Language { get; init; }

    /// <summary>How many from each source, 10 to 500. Vendors charge by the post.</summary>
    public int Limit { get; init; } = 50;

    /// <inheritdoc/>
    public override bool AsksAll => true;

    /// <inheritdoc/>
    public override string Kind => SourceKinds.Mentions;

    /// <inheritdoc/>
    public override string Subject => $"mentions of “{Query}”";

    /// <inheritdoc/>
    public override void Validate()
    {
        SourceFields.Text(Query, 400, nameof(Query));
        if (Limit is < 10 or > 500)
            throw new ArgumentException("Is 10 to 500.", nameof(Limit));
    }
}

/// <summary>What somebody said in public.</summary>
public sealed record Mention : SourceItem
{
    /// <summary>Where it stands.</summary>
    public required string Address { get; init; }

    /// <summary>The words, verbatim.</summary>
    public required string Text { get; init; }

    /// <summary>Who said it: the public name of the account, <c>@name</c> where it has one.</summary>
    public string? Author { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Its language as ISO 639-1, where the source says.</summary>
    public string? Language { get; init; }

    /// <summary>How often it was liked.</summary>
    public long? Likes { get; init; }

    /// <summary>How often it was answered.</summary>
    public long? Replies { get; init; }

    /// <summary>How often it was passed on.</summary>
    public long? Reposts { get; init; }
}
