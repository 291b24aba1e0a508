using System.Text.Json;

namespace RaptorFlow.Agents;

/// <summary>
/// What a guild declares about one agent in <c>Agents/CODE.name.agent.md</c>: YAML front matter with the keys below in
/// <c>snake_case</c>, and the prompt template as the body. Unknown keys are errors.
/// </summary>
public sealed record AgentCard
{
    /// <summary>The fixed code that campaigns, costs and logs refer to: <c>RES-001</c>. Unique in an installation.</summary>
    public required string Code { get; init; }

    /// <summary>The name people read: <c>Market Researcher</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence: the question this agent answers.</summary>
    public required string Summary { get; init; }

    /// <summary>What the agent can be asked for, at least one. The first is used when a caller names none.</summary>
    public required IReadOnlyList<AgentCapability> Capabilities { get; init; }

    /// <summary>The tier of model it asks for, unless a capability names its own.</summary>
    public ModelTier Tier { get; init; } = ModelTier.Economy;

    /// <summary>Free parameters of the behaviour (formulas, weights, modes).</summary>
    public IReadOnlyDictionary<string, JsonElement> Parameters { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Named integer limits that the behaviour and its validators keep: <c>headline_max_chars: 60</c>.</summary>
    public IReadOnlyDictionary<string, int> Limits { get; init; } = new Dictionary<string, int>();

    /// <summary>The kinds of things it asks the world outside for: names of <see cref="Sources.SourceKinds"/>.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Tools, registered by the guild, that a model may call on the agent's behalf.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Memory collections that are recalled from before the agent works.</summary>
    public IReadOnlyList<string> Memory { get; init; } = [];

    /// <summary>Memory collections that its answers may add documents to; none unless the card names them.</summary>
    public IReadOnlyList<string> Remembers { get; init; } = [];

    /// <summary>How long a model's answer may be given again; as the installation keeps <see cref="CacheKind.AgentResponses"/> when the card says nothing.</summary>
    public CacheRule Cache { get; init; } = new();

    /// <summary>How long one attempt may take, model call included; 1 s to 10 min.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many tasks of this agent one host works on at once, 1 to 1,000; null for as many as the guild may.</summary>
    public int? Concurrency { get; init; }

    /// <summary>The prompt template (Semantic Kernel syntax) from the card's body.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>The tier of model that a capability asks for.</summary>
    /// <param name="capability">One of the card's.</param>
    public ModelTier TierOf(AgentCapability capability) => capability.Tier ?? Tier;

    /// <summary>A text parameter, or <paramref name="fallback"/> when the card does not set it.</summary>
    /// <param name="name">The parameter's key.</param>
    /// <param name="fallback">The value without one.</param>
    public string Parameter(string name, string fallback) =>
        Parameters.TryGetValue(name, out var value) ? value.ToString() : fallback;

    /// <summary>A numeric parameter, or <paramref name="fallback"/> when the card does not set it.</summary>
    /// <param name="name">The parameter's key.</param>
    /// <param name="fallback">The value without one.</param>
    /// <exception cref="FormatException">The card's value is not a number.</exception>
    public double Parameter(string name, double fallback)
    {
        if (!Parameters.TryGetValue(name, out var value))
            return fallback;
        return value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : throw new FormatException($"{Code}: parameter '{name}' must be a number, not '{value}'.");
    }

    /// <summary>A limit, or <paramref name="fallback"/> when the card does not set it.</summary>
    /// <param name="name">The limit's key.</param>
    /// <param name="fallback">The value without one.</param>
    public int Limit(string name, int fallback) => Limits.TryGetValue(name, out var value) ? value : fallback;
}

/// <summary>One thing an agent can be asked for, with the behaviour that does it and so the schemas of its input and output.</summary>
public sealed record AgentCapability
{
    /// <summary>The name callers use: <c>positioning</c>. Unique within the card.</summary>
    public required string Name { get; init; }

    /// <summary>The behaviour's registered name.</summary>
    public required string Behaviour { get; init; }

    /// <summary>One sentence: what comes out.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The tier of model that this task needs; null: the card's.</summary>
    public ModelTier? Tier { get; init; }
}
