namespace RaptorFlow.Marketing;

/// <summary>A plan of agent tasks.</summary>
public sealed record RunPlan
{
    /// <summary><c>onboarding</c>, <c>new_campaign</c>, <c>competitive_analysis</c>, <c>war_brief</c>, <c>create_quest</c>, <c>content</c>, <c>crisis</c>, <c>report</c> or <c>free_text</c>.</summary>
    public required string RequestType { get; init; }

    /// <summary>Whether the plan can run as it stands.</summary>
    public required bool Approved { get; init; }

    /// <summary>The tasks, in an order that respects their dependencies.</summary>
    public required IReadOnlyList<PlannedTask> Tasks { get; init; }

    /// <summary>Agents that were asked for and are missing or unwell, with what stands in for them.</summary>
    public required IReadOnlyList<Replacement> Replaced { get; init; }

    /// <summary>Where work passes from one guild to another: <c>research → council at positioning</c>.</summary>
    public required IReadOnlyList<string> HandOffs { get; init; }

    /// <summary>The longest chain of steps, which bounds how long the run takes.</summary>
    public required IReadOnlyList<string> CriticalPath { get; init; }

    /// <summary>Design rules that the plan breaks, each with its id; empty when it is approved.</summary>
    public required IReadOnlyList<string> Violations { get; init; }
}

/// <summary>A task of a plan.</summary>
/// <param name="Step">The step's key.</param>
/// <param name="Agent">The agent's code.</param>
/// <param name="Guild">Its guild; <c>unknown</c> when it is not registered.</param>
/// <param name="DependsOn">Steps that must end first.</param>
/// <param name="Priority"><c>low</c>, <c>normal</c>, <c>high</c> or <c>critical</c>.</param>
/// <param name="DeadlineSeconds">Seconds from the run's start by which it should end, from the agents' timeouts along its path.</param>
/// <param name="BudgetShare">Its share of the run's budget, a fraction of 1, by model tier; all add up to 1.</param>
public sealed record PlannedTask(string Step, string Agent, string Guild, IReadOnlyList<string> DependsOn, string Priority, int DeadlineSeconds, decimal BudgetShare);

/// <summary>An agent that stands in for another.</summary>
/// <param name="Step">The step.</param>
/// <param name="Wanted">The agent asked for.</param>
/// <param name="Used">The agent that stands in; null when none can.</param>
/// <param name="Reason">Why.</param>
public sealed record Replacement(string Step, string Wanted, string? Used, string Reason);

/// <summary>An agent as the registry shows it to planners.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Guild">Its guild.</param>
/// <param name="Tier">Its model tier: <c>economy</c>, <c>balanced</c>, <c>premium</c>.</param>
/// <param name="Capabilities">What it can be asked for.</param>
/// <param name="Available">Whether a host serves it now.</param>
/// <param name="Reason">Why not, when it is not.</param>
/// <param name="TimeoutSeconds">How long an attempt may take.</param>
public sealed record AgentListing(string Code, string Name, string Guild, string Tier, IReadOnlyList<string> Capabilities, bool Available, string? Reason, int TimeoutSeconds);

/// <summary>What became of proposed changes to a plan.</summary>
public sealed record PlanReview
{
    /// <summary>One verdict per proposal, in the order they were given.</summary>
    public required IReadOnlyList<ProposalVerdict> Verdicts { get; init; }

    /// <summary>The plan with all approved proposals in it.</summary>
    public required RunPlan Plan { get; init; }
}

/// <summary>A verdict on a proposal.</summary>
/// <param name="Proposal">Its id.</param>
/// <param name="Approved">Whether the plan takes it.</param>
/// <param name="Effect">What it does or would have done to the plan, in a sentence.</param>
/// <param name="Breaches">The rules it would have broken, each with its id; empty when it is approved.</param>
public sealed record ProposalVerdict(string Proposal, bool Approved, string Effect, IReadOnlyList<string> Breaches);
