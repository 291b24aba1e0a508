namespace RaptorFlow.Marketing;

/// <summary>Step 7: who competes with what.</summary>
public sealed record CompetitorAnalysis
{
    /// <summary>Every competitor, those that matter for the goal first.</summary>
    public required IReadOnlyList<CompetitorView> Competitors { get; init; }

    /// <summary>Ids of those that matter for the goal. Empty when the goal does not tell.</summary>
    public required IReadOnlyList<string> FocusIds { get; init; }

    /// <summary>Why those.</summary>
    public string? FocusReason { get; init; }

    /// <summary>Feature, price and claim by competitor; cells the evidence does not fill are <c>unknown</c>.</summary>
    public required IReadOnlyList<MatrixRow> Matrix { get; init; }

    /// <summary>The positioning map: the two axes that spread the competitors most, from the evidence. Null when fewer than two axes can be told.</summary>
    public PositioningMap? Map { get; init; }

    /// <summary>Products no named competitor is said to meet: uncontested in what we were told, hence a question.</summary>
    public required IReadOnlyList<Finding> UncontestedInBrief { get; init; }

    /// <summary>Claims of ours that no competitor is said to make.</summary>
    public required IReadOnlyList<Finding> Gaps { get; init; }
}

/// <summary>A competitor against our products.</summary>
public sealed record CompetitorView
{
    /// <summary>The competitor, by id of <see cref="Fundamentals.Competitors"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Our products it is said to meet, by id; empty means not stated.</summary>
    public required IReadOnlyList<string> MeetsProductIds { get; init; }

    /// <summary>What is known.</summary>
    public required IReadOnlyList<Finding> Known { get; init; }

    /// <summary>What is not: <c>price</c>, <c>audience</c>, <c>which products it meets</c>.</summary>
    public required IReadOnlyList<string> Unknown { get; init; }
}

/// <summary>One row of the matrix.</summary>
/// <param name="Aspect">What is compared: a product of ours, <c>price</c>, <c>claim</c>.</param>
/// <param name="Us">Our side, in the evidence's words.</param>
/// <param name="Cells">The competitors' side, by competitor id; <c>unknown</c> where nothing is told.</param>
public sealed record MatrixRow(string Aspect, string Us, IReadOnlyDictionary<string, string> Cells);

/// <summary>A map of two axes.</summary>
/// <param name="XAxis">The horizontal axis with both ends: <c>single tool ↔ suite</c>.</param>
/// <param name="YAxis">The vertical axis with both ends.</param>
/// <param name="Points">Us and those competitors that can be placed.</param>
/// <param name="NotPlaced">Competitors the evidence does not place, by name.</param>
public sealed record PositioningMap(string XAxis, string YAxis, IReadOnlyList<MapPoint> Points, IReadOnlyList<string> NotPlaced);

/// <summary>A point of the map.</summary>
/// <param name="Name">Whose.</param>
/// <param name="X">−1 to 1.</param>
/// <param name="Y">−1 to 1.</param>
/// <param name="Why">What it was placed by.</param>
/// <param name="IsUs">Whether it is the company itself.</param>
public sealed record MapPoint(string Name, double X, double Y, string Why, bool IsUs);
