using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Council.Architect;

/// <summary>A plan is computed, never argued: of what a model answers, only the reasons for stand-ins may differ.</summary>
internal static class ComputedPlan
{
    public static IEnumerable<OutputProblem> Differences(RunPlan computed, RunPlan answered, string path)
    {
        if (answered.RequestType != computed.RequestType)
            yield return new($"{path}request_type", $"It is '{computed.RequestType}'.");
        if (answered.Approved != computed.Approved)
            yield return new($"{path}approved", computed.Approved ? "The plan keeps every rule and must be approved." : $"The plan breaks {computed.Violations[0]}");
        if (!answered.Violations.SequenceEqual(computed.Violations))
            yield return new($"{path}violations", "They are computed; give them as the draft has them.");
        if (!answered.CriticalPath.SequenceEqual(computed.CriticalPath))
            yield return new($"{path}critical_path", "It is computed; give it as the draft has it.");
        if (!answered.HandOffs.SequenceEqual(computed.HandOffs))
            yield return new($"{path}hand_offs", "They are computed; give them as the draft has them.");
        if (answered.Tasks.Count != computed.Tasks.Count)
            yield return new($"{path}tasks", string.Create(CultureInfo.InvariantCulture, $"The plan has {computed.Tasks.Count} tasks."));
        foreach (var (was, given, i) in computed.Tasks.Zip(answered.Tasks).Select((p, i) => (p.First, p.Second, i)))
        {
            if (given with { DependsOn = was.DependsOn } != was || !given.DependsOn.SequenceEqual(was.DependsOn))
                yield return new(string.Create(CultureInfo.InvariantCulture, $"{path}tasks[{i}]"), $"'{was.Step}' is computed; give it as the draft has it.");
        }
        if (!answered.Replaced.Select(r => (r.Step, r.Wanted, r.Used)).SequenceEqual(computed.Replaced.Select(r => (r.Step, r.Wanted, r.Used))))
            yield return new($"{path}replaced", "Only the reasons may be worded anew.");
    }
}
