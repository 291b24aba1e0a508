using RaptorFlow.Agents;

namespace RaptorFlow.Core.Models;

/// <summary>Which answers given before will do.</summary>
public sealed record CallPolicy
{
    /// <summary>Any the task was given, and none of the cache.</summary>
    public static CallPolicy Default { get; } = new();

    /// <summary>How long an answer may be served from the workspace's cache; zero: never.</summary>
    public TimeSpan Cache { get; init; }

    /// <summary>What kind of answer the cache keeps it as.</summary>
    public CacheKind Kind { get; init; }

    /// <summary>Takes none from the cache, whatever its age; what is answered replaces it.</summary>
    public bool Fresh { get; init; }

    /// <summary>What the answer depends on: when one of these changes, it is forgotten.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}

/// <summary>Told of an answer as it comes.</summary>
public interface IAnswerListener
{
    /// <summary>More of the text.</summary>
    void Text(string text);

    /// <summary>What came so far is void: the stream was cut, and the question is asked anew.</summary>
    /// <param name="why">In words.</param>
    void Restart(string why);
}
