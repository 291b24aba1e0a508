namespace RaptorFlow.Sources;

/// <summary>
/// The world outside. An agent asks for a kind of thing, never for a vendor: who can answer, with which key, within which quota and for how much is
/// the host's to know. What could not be seen is told in the reports, and the host adds it to the agent's open questions and lowers its confidence.
/// </summary>
public interface ISources
{
    /// <summary>Asks every source that is configured for this kind of thing, or one after the other where one answer is enough.</summary>
    /// <typeparam name="TItem">What is answered with.</typeparam>
    /// <param name="question">One of the questions of this namespace.</param>
    /// <param name="cancellationToken">Ends the wait; what was paid by then is in the ledger.</param>
    /// <returns>All that was found, each item with its source; never an exception for want of a key, money, quota or a vendor that is down.</returns>
    /// <exception cref="ArgumentException">The question is out of range; the parameter's name is the field.</exception>
    Task<SourceAnswer<TItem>> AskAsync<TItem>(SourceQuestion<TItem> question, CancellationToken cancellationToken)
        where TItem : SourceItem;
}

/// <summary>Something to ask of the world outside.</summary>
public abstract record SourceQuestion
{
    /// <summary>The kind of thing in a word, as reports and settings name it: <c>keywords</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>What is asked for, as a person would say it: <c>search volume of “crm” in US</c>.</summary>
    public abstract string Subject { get; }

    /// <summary>Whether every source is to be asked (news, mentions), or the first that answers will do (figures).</summary>
    public virtual bool AsksAll => false;

    /// <summary>Checks the fields' ranges.</summary>
    /// <exception cref="ArgumentException">A field is out of range; the parameter's name is the field.</exception>
    public virtual void Validate()
    {
    }

    /// <summary>Asks it, whatever it is answered with.</summary>
    /// <param name="sources">Who is asked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract Task<IReadOnlyList<SourceItem>> AskAsync(ISources sources, CancellationToken cancellationToken);
}

/// <summary>Something to ask of the world outside.</summary>
/// <typeparam name="TItem">What it is answered with.</typeparam>
public abstract record SourceQuestion<TItem> : SourceQuestion
    where TItem : SourceItem
{
    /// <inheritdoc/>
    public sealed override async Task<IReadOnlyList<SourceItem>> AskAsync(ISources sources, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return (await sources.AskAsync(this, cancellationToken).ConfigureAwait(false)).Items;
    }
}

/// <summary>Something that a source answered with.</summary>
public abstract record SourceItem
{
    /// <summary>Who says so: <c>semrush</c>.</summary>
    public required string Source { get; init; }
}

/// <summary>What came of a question.</summary>
/// <typeparam name="TItem">What it is answered with.</typeparam>
/// <param name="Items">What was found, in the sources' own order; one address stands in it once.</param>
/// <param name="Reports">What became of each source of this kind, configured or not.</param>
public sealed record SourceAnswer<TItem>(IReadOnlyList<TItem> Items, IReadOnlyList<SourceReport> Reports)
    where TItem : SourceItem
{
    /// <summary>Whether any source could be looked into, though it may have held nothing.</summary>
    public bool Seen => Reports.Any(report => report.Status is SourceStatus.Answered or SourceStatus.Empty);
}

/// <summary>What became of asking one source.</summary>
/// <param name="Source">The source: <c>semrush</c>.</param>
/// <param name="Status">What became of it.</param>
public sealed record SourceReport(string Source, SourceStatus Status)
{
    /// <summary>Why, in a sentence a person reads; null where the status says it all.</summary>
    public string? Detail { get; init; }

    /// <summary>The answer was given before and is not older than the installation allows.</summary>
    public bool Cached { get; init; }

    /// <summary>What it cost, in micro-dollars; 0 from the cache.</summary>
    public long CostMicros { get; init; }

    /// <summary>When it was asked; of a cached answer, when that was given.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>How long the source, or its quota, asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>What became of asking a source.</summary>
public enum SourceStatus
{
    /// <summary>It answered with something.</summary>
    Answered,

    /// <summary>It answered, and has nothing on this.</summary>
    Empty,

    /// <summary>Nobody entered a key for it.</summary>
    NotConfigured,

    /// <summary>Another source answered first.</summary>
    NotAsked,

    /// <summary>It refuses the key, or the key's plan does not include this.</summary>
    Refused,

    /// <summary>Its quota is used up, the vendor's or the installation's.</summary>
    OverQuota,

    /// <summary>The workspace's, campaign's or run's money does not suffice.</summary>
    OverBudget,

    /// <summary>It did not answer, or is passed over after too many failures.</summary>
    Unavailable,

    /// <summary>It answered with something that could not be read, or refused the question.</summary>
    Failed,
}

/// <summary>Sources where there are none: every question is answered with nothing, and said to be not configured.</summary>
public sealed class NoSources : ISources
{
    /// <summary>The only one.</summary>
    public static NoSources Instance { get; } = new();

    /// <inheritdoc/>
    public Task<SourceAnswer<TItem>> AskAsync<TItem>(SourceQuestion<TItem> question, CancellationToken cancellationToken)
        where TItem : SourceItem
    {
        ArgumentNullException.ThrowIfNull(question);
        question.Validate();
        return Task.FromResult(new SourceAnswer<TItem>([], []));
    }
}
