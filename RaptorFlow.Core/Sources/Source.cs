using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources;

/// <summary>A kind of thing that a vendor can be asked for.</summary>
internal interface ISource
{
    /// <summary>The name of the <see cref="Sources.Vendor"/>.</summary>
    string Vendor { get; }

    /// <summary>One of <see cref="SourceKinds"/>.</summary>
    string Kind { get; }
}

/// <inheritdoc cref="ISource"/>
internal interface ISource<TItem> : ISource
    where TItem : SourceItem
{
    /// <summary>Whether it can answer this question, or is passed over in silence.</summary>
    bool Covers(SourceQuestion<TItem> question);

    /// <summary>What an answer can cost at most, in micro-dollars; that much is held before it is asked.</summary>
    long MostMicros(SourceQuestion<TItem> question, Tariff tariff);

    /// <exception cref="SourceException">There is no answer.</exception>
    Task<SourceReply<TItem>> AskAsync(SourceQuestion<TItem> question, SourceCall call, CancellationToken cancellationToken);
}

/// <summary>What a vendor answered, and what it charged.</summary>
/// <param name="Items">In the vendor's order.</param>
/// <param name="Operation">What was called, as it stands in the cost ledger: <c>domain_organic</c>.</param>
/// <param name="CostMicros">What the vendor charges for it, by its own figures where it gives them.</param>
internal sealed record SourceReply<TItem>(IReadOnlyList<TItem> Items, string Operation, long CostMicros)
    where TItem : SourceItem
{
    /// <summary>The answer is not all that was asked for; why, in a sentence.</summary>
    public string? Partial { get; init; }

    /// <summary>A part of it could not be had at the moment: it is given, and not kept.</summary>
    public bool Incomplete { get; init; }

    /// <summary>The cost is reckoned from the tariff, since the vendor does not tell.</summary>
    public bool Estimated { get; init; }
}

/// <summary>A source with its question's type known.</summary>
internal abstract class Source<TQuestion, TItem>(string vendor, string kind) : ISource<TItem>
    where TQuestion : SourceQuestion<TItem>
    where TItem : SourceItem
{
    public string Vendor => vendor;

    public string Kind => kind;

    public bool Covers(SourceQuestion<TItem> question) => question is TQuestion asked && Covers(asked);

    public long MostMicros(SourceQuestion<TItem> question, Tariff tariff) => MostMicros((TQuestion)question, tariff);

    public Task<SourceReply<TItem>> AskAsync(SourceQuestion<TItem> question, SourceCall call, CancellationToken cancellationToken) => AskAsync((TQuestion)question, call, cancellationToken);

    protected virtual bool Covers(TQuestion question) => true;

    protected virtual long MostMicros(TQuestion question, Tariff tariff) => 0;

    protected abstract Task<SourceReply<TItem>> AskAsync(TQuestion question, SourceCall call, CancellationToken cancellationToken);
}

/// <summary>A vendor's prices as they are in this installation.</summary>
internal sealed record Tariff(IReadOnlyDictionary<string, decimal> Usd)
{
    /// <param name="of">One of the vendor's <see cref="Vendor.Prices"/>.</param>
    /// <param name="count">How many.</param>
    public long Micros(string of, decimal count = 1) => (long)Math.Ceiling(Usd[of] * count * 1_000_000m);
}
