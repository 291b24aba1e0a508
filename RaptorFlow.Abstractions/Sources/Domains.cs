namespace RaptorFlow.Sources;

/// <summary>How well a site is known and visited.</summary>
/// <param name="Domain">Without scheme, path and <c>www</c>: <c>example.com</c>.</param>
public sealed record DomainQuestion(string Domain) : SourceQuestion<DomainFigures>
{
    /// <summary>The market: a country as ISO 3166-1 alpha-2; null for the whole world, where the source knows it.</summary>
    public string? Country { get; init; }

    /// <summary>Sources know different figures of a site, so each is asked.</summary>
    public override bool AsksAll => true;

    /// <inheritdoc/>
    public override string Kind => SourceKinds.Domains;

    /// <inheritdoc/>
    public override string Subject => $"how well {Domain} is known and visited{(Country is null ? "" : $" in {Country}")}";

    /// <inheritdoc/>
    public override void Validate()
    {
        SourceFields.Domain(Domain);
        if (Country is not null)
            SourceFields.Country(Country);
    }
}

/// <summary>What a source knows of one site. What it does not know is null, never 0.</summary>
public sealed record DomainFigures : SourceItem
{
    /// <summary>The domain, as asked.</summary>
    public required string Domain { get; init; }

    /// <summary>The market: ISO 3166-1 alpha-2; null for the whole world.</summary>
    public string? Country { get; init; }

    /// <summary>The strength of its backlinks, from 0 to 100 on the source's own scale; scales of two sources are not to be compared.</summary>
    public double? Authority { get; init; }

    /// <summary>Its place among all sites, from 1, as the source counts.</summary>
    public long? Rank { get; init; }

    /// <summary>Domains that link to it.</summary>
    public long? ReferringDomains { get; init; }

    /// <summary>Links to it.</summary>
    public long? Backlinks { get; init; }

    /// <summary>Keywords that it is found for without paying.</summary>
    public long? OrganicKeywords { get; init; }

    /// <summary>Visits in a month from unpaid search, estimated by the source.</summary>
    public long? OrganicVisits { get; init; }

    /// <summary>Visits in a month from search advertisements, estimated by the source.</summary>
    public long? PaidVisits { get; init; }

    /// <summary>Visits by month of all kinds, oldest first, estimated by the source.</summary>
    public IReadOnlyList<MonthlyValue> Visits { get; init; } = [];

    /// <summary>Shares of the visits by where they come from, 0 to 1: <c>direct</c>, <c>search</c>, <c>social</c>, <c>referrals</c>, <c>mail</c>, <c>display_ads</c>, <c>assistants</c> (answers of language models).</summary>
    public IReadOnlyDictionary<string, double> Channels { get; init; } = new Dictionary<string, double>();

    /// <summary>Sites that are found for the same keywords, nearest first.</summary>
    public IReadOnlyList<string> Competitors { get; init; } = [];
}

/// <summary>A value of one month.</summary>
/// <param name="Month">The month's first day.</param>
/// <param name="Value">The value, in the unit of the field that holds it.</param>
public sealed record MonthlyValue(DateOnly Month, double Value);
