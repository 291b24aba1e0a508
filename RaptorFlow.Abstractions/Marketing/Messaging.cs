namespace RaptorFlow.Marketing;

/// <summary>Step 9: what is said, and in which words.</summary>
public sealed record MessageHouse
{
    /// <summary>The language of the lines, as a BCP 47 tag.</summary>
    public required string Language { get; init; }

    /// <summary>The one line everything hangs from.</summary>
    public required PublicLine Promise { get; init; }

    /// <summary>Two to four pillars with their proof.</summary>
    public required IReadOnlyList<MessagePillar> Pillars { get; init; }

    /// <summary>Lines for a persona.</summary>
    public required IReadOnlyList<PublicLine> PersonaLines { get; init; }

    /// <summary>The story: situation, tension, turn, resolution, each only where the evidence tells it.</summary>
    public required IReadOnlyList<StoryBeat> Story { get; init; }

    /// <summary>Lines that were considered and dropped, each with the constraint or rule that forbids it.</summary>
    public required IReadOnlyList<DroppedLine> Dropped { get; init; }
}

/// <summary>A line meant for the public.</summary>
public sealed record PublicLine
{
    /// <summary><c>L1</c>, <c>L2</c>… unique within a run's step.</summary>
    public required string Id { get; init; }

    /// <summary>The line, in the copy language.</summary>
    public required string Text { get; init; }

    /// <summary>What it is for: <c>promise</c>, <c>pillar</c>, <c>persona</c>, <c>call_to_action</c>, <c>headline</c>.</summary>
    public required string Use { get; init; }

    /// <summary>What every assertion in it rests on.</summary>
    public required IReadOnlyList<Evidence> Evidence { get; init; }

    /// <summary>Whom it speaks to, by persona id. Null: everyone.</summary>
    public string? PersonaId { get; init; }
}

/// <summary>A pillar of the message house.</summary>
/// <param name="Name">A short name, in the copy language.</param>
/// <param name="Line">The pillar's line.</param>
/// <param name="Proof">What supports it.</param>
public sealed record MessagePillar(string Name, PublicLine Line, IReadOnlyList<Finding> Proof);

/// <summary>A beat of the story.</summary>
/// <param name="Beat"><c>situation</c>, <c>tension</c>, <c>turn</c> or <c>resolution</c>.</param>
/// <param name="Finding">What happens, from the evidence.</param>
public sealed record StoryBeat(string Beat, Finding Finding);

/// <summary>A line that was dropped.</summary>
/// <param name="Text">The line.</param>
/// <param name="Reason">Why, naming the constraint: <c>C3: comparison without a date</c>.</param>
public sealed record DroppedLine(string Text, string Reason);
