namespace RaptorFlow.Marketing;

/// <summary>Step 12: what happens when.</summary>
public sealed record Roadmap
{
    /// <summary>The first day planned.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>The last day planned: the goal's deadline, or 90 days on.</summary>
    public required DateOnly End { get; init; }

    /// <summary>Why this stretch of time.</summary>
    public required string PeriodReason { get; init; }

    /// <summary>Goals in SMART form (Doran, "There's a S.M.A.R.T. way…", Management Review 70(11), 1981); a missing baseline or target is named, not invented.</summary>
    public required IReadOnlyList<SmartGoal> Goals { get; init; }

    /// <summary>Moves in order of their start.</summary>
    public required IReadOnlyList<PlannedMove> Moves { get; init; }

    /// <summary>Quests: milestones told as chapters.</summary>
    public required IReadOnlyList<Quest> Quests { get; init; }
}

/// <summary>A SMART goal.</summary>
/// <param name="Text">The goal in one sentence.</param>
/// <param name="Metric">What is measured.</param>
/// <param name="Baseline">Where it stands now; null when not told.</param>
/// <param name="Target">Where it should stand; null when not told.</param>
/// <param name="Deadline">The last day.</param>
/// <param name="Missing">What a person has to supply: <c>baseline</c>, <c>target</c>.</param>
/// <param name="Evidence">Where it stands.</param>
public sealed record SmartGoal(string Text, string Metric, string? Baseline, string? Target, DateOnly Deadline, IReadOnlyList<string> Missing, IReadOnlyList<Evidence> Evidence);

/// <summary>A tactical action.</summary>
public sealed record PlannedMove
{
    /// <summary><c>M1</c>, <c>M2</c>…</summary>
    public required string Id { get; init; }

    /// <summary>What is done, specific to this company.</summary>
    public required string Title { get; init; }

    /// <summary>The channel, as the plan names it. Null for preparation.</summary>
    public string? Channel { get; init; }

    /// <summary><c>prepare</c>, <c>launch</c>, <c>run</c>, <c>measure</c> or <c>decide</c>.</summary>
    public required string Phase { get; init; }

    /// <summary>The first day.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>The last day, within the roadmap.</summary>
    public required DateOnly End { get; init; }

    /// <summary>Its money. Null without a budget or when it costs only time.</summary>
    public Money? Budget { get; init; }

    /// <summary>What is measured. Null for preparation.</summary>
    public string? Metric { get; init; }

    /// <summary>Moves that must end first, by id.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Why, naming the step or constraint it comes from.</summary>
    public required string Why { get; init; }
}

/// <summary>A milestone told as chapters.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Success">How one knows that it is done.</param>
/// <param name="Chapters">Its parts in order.</param>
public sealed record Quest(string Title, string Success, IReadOnlyList<QuestChapter> Chapters);

/// <summary>A chapter of a quest.</summary>
/// <param name="Title">Its name.</param>
/// <param name="MoveIds">The moves it is made of.</param>
/// <param name="Due">The last day.</param>
public sealed record QuestChapter(string Title, IReadOnlyList<string> MoveIds, DateOnly Due);
