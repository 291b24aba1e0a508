namespace RaptorFlow.Marketing;

/// <summary>A CSV of dated figures: a header row, one date column, one or more numeric columns.</summary>
/// <param name="Csv">The text; at most 5 MB.</param>
public sealed record MetricsTable(string Csv)
{
    /// <summary>The column to forecast; the first numeric one when null.</summary>
    public string? Column { get; init; }

    /// <summary>Periods ahead, 1 to 60; 12 when null.</summary>
    public int? Horizon { get; init; }
}

/// <summary>A forecast of one or more series.</summary>
/// <param name="Series">One per forecast column.</param>
public sealed record DemandForecast(IReadOnlyList<SeriesForecast> Series);

/// <summary>The forecast of one series.</summary>
public sealed record SeriesForecast
{
    /// <summary>The column's name.</summary>
    public required string Column { get; init; }

    /// <summary><c>day</c>, <c>week</c>, <c>month</c>, <c>quarter</c> or <c>year</c>, found from the dates.</summary>
    public required string Period { get; init; }

    /// <summary>The method chosen by backtest: <c>seasonal_naive</c>, <c>holt_winters_additive</c>, <c>holt</c>, <c>naive</c>, <c>drift</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Mean absolute scaled error of each method tried (Hyndman and Koehler, International Journal of Forecasting 22(4), 2006); below 1 beats the naive forecast.</summary>
    public required IReadOnlyDictionary<string, double> Backtest { get; init; }

    /// <summary>The past, as read.</summary>
    public required IReadOnlyList<SeriesPoint> History { get; init; }

    /// <summary>The future, with 80 % and 95 % prediction intervals.</summary>
    public required IReadOnlyList<ForecastPoint> Points { get; init; }

    /// <summary>What was noticed in reading: gaps filled, outliers, duplicates.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }
}

/// <summary>A figure of the past.</summary>
/// <param name="Date">The period's first day.</param>
/// <param name="Value">The figure.</param>
public sealed record SeriesPoint(DateOnly Date, double Value);

/// <summary>A figure of the future.</summary>
/// <param name="Date">The period's first day.</param>
/// <param name="Value">The point forecast.</param>
/// <param name="Low80">Lower end of the 80 % interval.</param>
/// <param name="High80">Upper end of the 80 % interval.</param>
/// <param name="Low95">Lower end of the 95 % interval.</param>
/// <param name="High95">Upper end of the 95 % interval.</param>
public sealed record ForecastPoint(DateOnly Date, double Value, double Low80, double High80, double Low95, double High95);
