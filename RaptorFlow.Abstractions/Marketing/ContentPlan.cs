namespace RaptorFlow.Marketing;

/// <summary>Step 11: what to write about.</summary>
/// <param name="Pillars">Three to five pillars, strongest first.</param>
public sealed record ContentPlan(IReadOnlyList<ContentPillar> Pillars);

/// <summary>A subject the company can speak about with right.</summary>
public sealed record ContentPillar
{
    /// <summary>Its name, in the copy language.</summary>
    public required string Name { get; init; }

    /// <summary>Why it: the positioning or product behind it, with evidence.</summary>
    public required IReadOnlyList<Finding> Why { get; init; }

    /// <summary>Whom it is for, by persona id.</summary>
    public required IReadOnlyList<string> PersonaIds { get; init; }

    /// <summary>Topics that belong together, each specific to this company.</summary>
    public required IReadOnlyList<ContentTopic> Topics { get; init; }

    /// <summary>Its share of the content effort, a fraction of 1; all pillars add up to 1.</summary>
    public required decimal Share { get; init; }
}

/// <summary>A topic.</summary>
/// <param name="Title">A working title, in the copy language.</param>
/// <param name="Format">The form: <c>guide</c>, <c>comparison</c>, <c>story</c>, <c>answer</c>, <c>tutorial</c>, <c>calendar</c>.</param>
/// <param name="ChannelIds">Where it appears; only channels of the plan.</param>
/// <param name="Evidence">What it can be written from.</param>
/// <param name="Needs">What must be supplied or checked before it is written, constraints included. Null when nothing.</param>
public sealed record ContentTopic(string Title, string Format, IReadOnlyList<string> ChannelIds, IReadOnlyList<Evidence> Evidence, string? Needs);
