namespace RaptorFlow.Marketing;

/// <summary>A number as a text gives it, with its uncertainty: "2,600+" is at least 2,600.</summary>
public sealed record Quantity
{
    /// <summary>The least it can be; null when unbounded below.</summary>
    public decimal? Low { get; init; }

    /// <summary>The most it can be; null when unbounded above ("2,600+").</summary>
    public decimal? High { get; init; }

    /// <summary>Whether the text says "about", "roughly" or the like.</summary>
    public bool Approximate { get; init; }

    /// <summary>What is counted, as the text says it: <c>employees</c>, <c>USD</c>, <c>%</c>. Null when it does not say.</summary>
    public string? Unit { get; init; }

    /// <summary>The date the text gives for it: <c>2022</c>, <c>2022-03</c>. Null when it gives none.</summary>
    public string? AsOf { get; init; }

    /// <summary>The words it was read from, verbatim.</summary>
    public required string Text { get; init; }
}

/// <summary>An amount of money.</summary>
/// <param name="Amount">In the currency's main unit; not negative.</param>
/// <param name="Currency">ISO 4217: <c>USD</c>, <c>EUR</c>, <c>JPY</c>.</param>
public sealed record Money(decimal Amount, string Currency);

/// <summary>A stretch of days, with the words it was read from.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, not before <paramref name="From"/>.</param>
/// <param name="Text">The words it was read from, or how it was worked out.</param>
public sealed record DateSpan(DateOnly From, DateOnly To, string Text);
