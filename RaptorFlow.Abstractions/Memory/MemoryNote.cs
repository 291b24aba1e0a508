namespace RaptorFlow.Memory;

/// <summary>A text that an agent wants its workspace to remember. The host keeps it when the agent's task succeeds, if the agent's card names the collection in <see cref="Agents.AgentCard.Remembers"/>.</summary>
/// <param name="Title">What it is about; 1 to <see cref="MaximumTitle"/> characters.</param>
/// <param name="Text">Markdown, 1 to <see cref="MaximumText"/> characters. The same text again in the same collection is the document that is there.</param>
/// <param name="Collection">One of <see cref="MemoryCollections.All"/>.</param>
public sealed record MemoryNote(string Title, string Text, string Collection)
{
    /// <summary>How long a title may be, in characters.</summary>
    public const int MaximumTitle = 200;

    /// <summary>How long a text may be, in characters.</summary>
    public const int MaximumText = 20_000;

    /// <summary>How many an answer may bring.</summary>
    public const int Most = 32;

    /// <summary>What kind of text it is: <c>finding</c>, <c>learning</c>; up to 50 characters.</summary>
    public string? Type { get; init; }

    /// <summary>Where it came from: an address, a document's title, <c>brief</c>; up to 500 characters. Not used where there is a <see cref="Key"/>.</summary>
    public string? Source { get; init; }

    /// <summary>When the source is from; null when it does not say to the day.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>
    /// What this is the latest version of, among what this agent remembers in the collection: the text then takes the place of the one before it, whose
    /// source is <c>CODE:key</c> (<see cref="SourceOf"/>). 1 to 100 characters. Null for a text that stands beside all others.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>The source under which a text with a key is found: <c>LORD-002:competitors-unnamed</c>.</summary>
    /// <param name="agent">The agent's code.</param>
    /// <param name="key">The key.</param>
    public static string SourceOf(string agent, string key) => $"{agent}:{key}";
}

/// <summary>A document of memory that a task left.</summary>
/// <param name="DocumentId">The document.</param>
/// <param name="Title">Its title.</param>
/// <param name="Collection">The collection it is in.</param>
public sealed record RememberedDocument(Guid DocumentId, string Title, string Collection)
{
    /// <summary>What kind of text it is.</summary>
    public string? Type { get; init; }

    /// <summary>False when it was there with this very text.</summary>
    public bool Changed { get; init; }
}
