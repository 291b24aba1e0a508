using System.Globalization;

namespace RaptorFlow.Council.Architect;

/// <summary>Holds a plan against the written rules; the rules are data, the checks they name are here.</summary>
internal sealed class DesignRules(int maxSteps, int maxSeconds)
{
    private const string Verifier = "RES-019";
    private const string Planner = "LORD-001";
    private const string Keeper = "LORD-002";
    private static readonly Lazy<IReadOnlyList<Rule>> Rules = new(() => DataFile.Load<List<Rule>>("Data/design-rules.yaml"));

    public static int Count => Rules.Value.Count;

    public IReadOnlyList<Breach> Check(IReadOnlyList<StaffedStep> steps, Schedule schedule) =>
        [.. Rules.Value.SelectMany(rule => rule.Check switch
        {
            "has_steps" when steps.Count == 0 => [new(rule.Id, $"{rule.Id}: {rule.Text} It has none.", 0)],
            "has_steps" => Over(rule, steps.Count, maxSteps, string.Create(CultureInfo.InvariantCulture, $"It has {steps.Count}, the limit is {maxSteps}.")),
            "in_time" => Over(rule, schedule.TotalSeconds, maxSeconds,
                string.Create(CultureInfo.InvariantCulture, $"{string.Join(" → ", schedule.CriticalPath)} may take {schedule.TotalSeconds} s, the limit is {maxSeconds} s.")),
            _ => Breaches(rule.Check, steps, schedule).Select(what => new Breach($"{rule.Id} {what}", $"{rule.Id}: {rule.Text} {what}", 0)),
        })];

    private static IEnumerable<Breach> Over(Rule rule, int size, int limit, string what) =>
        size > limit ? [new(rule.Id, $"{rule.Id}: {rule.Text} {what}", size)] : [];

    private static IEnumerable<string> Breaches(string check, IReadOnlyList<StaffedStep> steps, Schedule schedule) => check switch
    {
        "unique_steps" => steps.GroupBy(s => s.Step.Key, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => $"'{g.Key}' is used {g.Count()} times."),
        "known_dependencies" => steps.SelectMany(s => s.Step.DependsOn.Where(d => steps.All(o => o.Step.Key != d)).Select(d => $"'{s.Step.Key}' waits for '{d}', which is not there.")),
        "acyclic" => schedule.Cycle.Count == 0 ? [] : [$"These wait for each other: {string.Join(", ", schedule.Cycle)}."],
        "staffed" => steps.Where(s => s.Listing is null && !s.Step.Optional).Select(s => $"'{s.Step.Key}': {s.Replacement!.Reason}"),
        "guarded" => Unguarded(steps),
        "researched" => Unresearched(steps),
        "verified_last" => Unverified(steps),
        "independent_checks" => steps.Where(s => s.Listing is { } used && s.Replacement is not null && IsCheck(s.Step.Agent) && used.Guild != GuildOfCheck(s.Step.Agent))
            .Select(s => $"'{s.Step.Key}' would be done by {s.Listing!.Code} of the guild '{s.Listing.Guild}'."),
        _ => throw new InvalidOperationException($"The design rules name a check '{check}' that is not there."),
    };

    private static IEnumerable<string> Unguarded(IReadOnlyList<StaffedStep> steps)
    {
        // A check that may be left out checks nothing.
        var guards = steps.Where(s => s.Guild == "guardians" && !s.Step.Optional).ToList();
        return steps.Where(s => s.Guild == "muse" && !guards.Exists(g => Ancestors(g, steps).Contains(s.Step.Key)))
            .Select(s => $"Nothing checks '{s.Step.Key}'.");
    }

    private static IEnumerable<string> Unresearched(IReadOnlyList<StaffedStep> steps) =>
        steps.Where(s => (s.Guild == "muse" || s.Step.Agent == "LORD-003")
                && !Ancestors(s, steps).Any(a => steps.Any(o => o.Step.Key == a && o.Guild == "research")))
            .Select(s => $"'{s.Step.Key}' has none.");

    private static IEnumerable<string> Unverified(IReadOnlyList<StaffedStep> steps)
    {
        var checks = steps.Where(s => s.Step.Agent == Verifier && !s.Step.Optional).ToList();
        if (checks.Count == 0)
            return steps.Count == 0 ? [] : ["No step verifies claims."];
        var verified = checks.SelectMany(c => Ancestors(c, steps)).ToHashSet(StringComparer.Ordinal);
        // What is remembered is what was verified; it makes no claim of its own.
        return steps.Where(s => s.Step.Agent != Keeper && s.Step.DependsOn.Any(d => checks.Exists(c => c.Step.Key == d))).Select(s => $"'{s.Step.Key}' waits for it.")
            .Concat(steps.Where(s => !s.Step.Optional && s.Step.Agent != Verifier && s.Step.Agent is not (Planner or Keeper) && s.Guild != "guardians" && !verified.Contains(s.Step.Key))
                .Select(s => $"'{s.Step.Key}' does not lead to it."));
    }

    private static HashSet<string> Ancestors(StaffedStep step, IReadOnlyList<StaffedStep> steps)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(step.Step.DependsOn);
        while (open.TryPop(out var key))
        {
            if (!found.Add(key))
                continue;
            foreach (var dependency in steps.Where(s => s.Step.Key == key).SelectMany(s => s.Step.DependsOn))
                open.Push(dependency);
        }
        return found;
    }

    private static bool IsCheck(string agent) => agent == Verifier || agent.StartsWith("GRD-", StringComparison.Ordinal);

    private static string GuildOfCheck(string agent) => agent == Verifier ? "research" : "guardians";

    internal sealed class Rule
    {
        public string Id { get; set; } = "";

        public string Check { get; set; } = "";

        public string Text { get; set; } = "";
    }
}
