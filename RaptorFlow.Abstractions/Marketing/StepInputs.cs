using System.Text.Json;

namespace RaptorFlow.Marketing;

/// <summary>What every step that reads the company receives.</summary>
public abstract record CompanyInput : ICompanyInput
{
    /// <inheritdoc/>
    public required CompanyBrief Company { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<CompanyDocument> Documents { get; init; } = [];
}

/// <summary>Input of step 1, which reads the brief itself.</summary>
public sealed record FundamentalsInput : CompanyInput;

/// <summary>Input of the research steps 2 to 7.</summary>
public sealed record ResearchInput : CompanyInput
{
    /// <summary>What step 1 read.</summary>
    public required Fundamentals Fundamentals { get; init; }
}

/// <summary>Input of step 6.</summary>
public sealed record TrendsInput : CompanyInput
{
    /// <summary>What step 1 read.</summary>
    public required Fundamentals Fundamentals { get; init; }

    /// <summary>
    /// Search interest by topic and place, at most 50 series, no topic and place twice. A series out of range or order is refused with the name
    /// of its field. Documents that are exports of search interest (CSV) are read as well.
    /// </summary>
    public IReadOnlyList<SearchInterest> SearchInterest { get; init; } = [];
}

/// <summary>Input of step 8.</summary>
public sealed record PositioningInput : CompanyInput
{
    /// <summary>What step 1 read.</summary>
    public required Fundamentals Fundamentals { get; init; }

    /// <summary>Step 3.</summary>
    public required PersonaSet Personas { get; init; }

    /// <summary>Step 7.</summary>
    public required CompetitorAnalysis Competitors { get; init; }
}

/// <summary>Input of step 9.</summary>
public sealed record MessagingInput : CompanyInput
{
    /// <summary>What step 1 read.</summary>
    public required Fundamentals Fundamentals { get; init; }

    /// <summary>Step 2.</summary>
    public required CompanyDeepDive DeepDive { get; init; }

    /// <summary>Step 3.</summary>
    public required PersonaSet Personas { get; init; }

    /// <summary>Step 8.</summary>
    public required PositioningStrategy Positioning { get; init; }
}

/// <summary>Input of step 10.</summary>
public sealed record ChannelInput : CompanyInput
{
    /// <summary>What step 1 read.</summary>
    public required Fundamentals Fundamentals { get; init; }

    /// <summary>Step 3.</summary>
    public required PersonaSet Personas { get; init; }
}

/// <summary>Input of step 11.</summary>
public sealed record ContentInput : CompanyInput
{
    /// <summary>What step 1 read.</summary>
    public required Fundamentals Fundamentals { get; init; }

    /// <summary>Step 2.</summary>
    public required CompanyDeepDive DeepDive { get; init; }

    /// <summary>Step 3.</summary>
    public required PersonaSet Personas { get; init; }

    /// <summary>Step 7.</summary>
    public required CompetitorAnalysis Competitors { get; init; }

    /// <summary>Step 8.</summary>
    public required PositioningStrategy Positioning { get; init; }

    /// <summary>Step 9.</summary>
    public required MessageHouse Messages { get; init; }

    /// <summary>Step 10.</summary>
    public required ChannelPlan Channels { get; init; }
}

/// <summary>Input of step 12.</summary>
public sealed record RoadmapInput : CompanyInput
{
    /// <summary>What step 1 read.</summary>
    public required Fundamentals Fundamentals { get; init; }

    /// <summary>Step 3.</summary>
    public required PersonaSet Personas { get; init; }

    /// <summary>Step 8.</summary>
    public required PositioningStrategy Positioning { get; init; }

    /// <summary>Step 9.</summary>
    public required MessageHouse Messages { get; init; }

    /// <summary>Step 10.</summary>
    public required ChannelPlan Channels { get; init; }

    /// <summary>Step 11.</summary>
    public required ContentPlan Content { get; init; }

    /// <summary>The forecast, when figures were given.</summary>
    public DemandForecast? Forecast { get; init; }
}

/// <summary>Input of the forecast.</summary>
public sealed record ForecastInput
{
    /// <summary>The figures.</summary>
    public required MetricsTable Metrics { get; init; }
}

/// <summary>Input of a check of public lines.</summary>
public sealed record ComplianceInput : CompanyInput
{
    /// <summary>What step 1 read: constraints, scope and language decide which rules apply.</summary>
    public required Fundamentals Fundamentals { get; init; }

    /// <summary>Lines to check.</summary>
    public IReadOnlyList<PublicLine> Lines { get; init; } = [];

    /// <summary>A message house whose lines are to be checked as well.</summary>
    public MessageHouse? Messages { get; init; }

    /// <summary>A content plan whose titles are to be checked as well; their line ids are <c>T1</c>, <c>T2</c>… in the plan's order.</summary>
    public ContentPlan? Content { get; init; }

    /// <summary>All lines, in order.</summary>
    public IEnumerable<PublicLine> AllLines() =>
        Lines.Concat(Messages is null ? [] : Messages.Pillars.Select(p => p.Line).Prepend(Messages.Promise).Concat(Messages.PersonaLines))
            .Concat(Content is null ? [] : Content.Pillars.SelectMany(p => p.Topics).Select((t, i) => new PublicLine
            {
                Id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"T{i + 1}"),
                Text = t.Title,
                Use = "headline",
                Evidence = t.Evidence,
            }));
}

/// <summary>Input of the verification of a run's claims.</summary>
public sealed record VerificationInput : CompanyInput, IGatheredInput
{
    /// <summary>Outputs to verify, by step key.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Steps { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<Evidence> Gathered { get; init; } = [];
}

/// <summary>An input that the host completes with all that sources answered to the agents of the run so far.</summary>
public interface IGatheredInput
{
    /// <summary>As <see cref="Sources.SourceFacts.Facts(IEnumerable{Sources.SourceItem})"/> lists it; the host fills it where the input does not.</summary>
    IReadOnlyList<Evidence> Gathered { get; }
}
