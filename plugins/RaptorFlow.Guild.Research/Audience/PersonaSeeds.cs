using System.Globalization;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Audience;

/// <summary>A person to describe: a role with the segment it stands in and what the brief says around it.</summary>
internal sealed record PersonaSeed(string Role, RoleKind Kind, string SegmentId, SegmentPriority Priority, Evidence Evidence, bool InGoal)
{
    public IReadOnlyList<Finding> Context { get; init; } = [];
}

/// <summary>Finds the people of a brief: one per role, and one who decides where only organisations are named.</summary>
internal static class PersonaSeeds
{
    public static IReadOnlyList<PersonaSeed> From(Fundamentals facts)
    {
        var language = facts.Company.BriefLanguage;
        var entries = facts.Segments.Where(s => !Instructions.Speaks(s.Evidence.Quote))
            .Select(s => (Segment: s, Entry: RoleReader.Read(s.Evidence.Quote, language))).ToList();
        var seeds = entries.SelectMany(e => Roles(e.Segment, e.Entry)).ToList();
        foreach (var (segment, entry) in entries.Where(e => e.Entry.Roles.Any(r => r.Kind == RoleKind.Organisation)))
            Employ(segment, entry, seeds);
        if (facts.Segments.Count == 0 && facts.Goal is { Audience.Length: > 0 } goal)
            seeds.Add(new(Wording.Short(goal.Audience, 100), RoleReader.Kind(goal.Audience, language), "goal", SegmentPriority.Primary, goal.Evidence, true));
        return [.. WithGoalAudience(seeds, facts).DistinctBy(s => Phrase.Normalise(s.Role), StringComparer.Ordinal)
            .OrderByDescending(s => s.InGoal).ThenBy(s => s.Priority switch { SegmentPriority.Primary => 0, SegmentPriority.Partner => 1, _ => 2 })];
    }

    private static IEnumerable<PersonaSeed> Roles(Segment segment, RoleEntry entry) => entry.Roles
        .Where(r => r.Kind != RoleKind.Organisation && r.Text.Length > 0)
        .Select(r => new PersonaSeed(Wording.Short(r.Text, 100), r.Kind, segment.Id, segment.Priority, segment.Evidence, segment.InGoal)
        {
            Context = Context(segment, entry),
        });

    /// <summary>
    /// Organisations become the place where the roles of equal priority work; where the brief names no such role, somebody there
    /// decides, and is a person of their own.
    /// </summary>
    private static void Employ(Segment segment, RoleEntry entry, List<PersonaSeed> seeds)
    {
        var names = entry.Roles.Where(r => r.Kind == RoleKind.Organisation).Select(r => r.Text).ToList();
        var people = seeds.Where(s => s.Kind == RoleKind.Job && s.Priority == segment.Priority && s.SegmentId != segment.Id).ToList();
        if (people.Count == 0)
        {
            seeds.AddRange(names.Select(n => new PersonaSeed($"Decision maker at {Wording.Short(n, 80)}", RoleKind.Organisation, segment.Id, segment.Priority, segment.Evidence, segment.InGoal)
            {
                Context = Context(segment, entry),
            }));
            return;
        }
        var place = Finding.Derived($"Works at: {segment.Evidence.Quote}", "an organisation the brief names beside the role, taken as the one these people work in", segment.Evidence);
        foreach (var person in people)
            seeds[seeds.IndexOf(person)] = person with { InGoal = person.InGoal || segment.InGoal, Context = [.. person.Context, place] };
    }

    private static IReadOnlyList<Finding> Context(Segment segment, RoleEntry entry)
    {
        var said = entry.Context.Where(c => segment.Evidence.Quote.Contains(c, StringComparison.Ordinal))
            .Select(c => Finding.Stated($"{char.ToUpper(c[0], CultureInfo.InvariantCulture)}{c[1..]}", segment.Evidence with { Quote = c }));
        return segment.Priority switch
        {
            SegmentPriority.Partner => [.. said, Finding.Derived("Brings or advises other customers: a partner, not an end customer.", "the brief names the group as partners", segment.Evidence)],
            SegmentPriority.Later => [.. said, Finding.Derived("Comes later: not addressed now.", "the brief puts the group off", segment.Evidence)],
            _ => [.. said],
        };
    }

    /// <summary>The goal's own audience is what the goal knows of the people served now.</summary>
    private static IEnumerable<PersonaSeed> WithGoalAudience(List<PersonaSeed> seeds, Fundamentals facts)
    {
        if (facts.Goal is not { Audience.Length: > 0 } goal)
            return seeds;
        var inGoal = seeds.Exists(s => s.InGoal);
        return seeds.Select(s => s.SegmentId != "goal" && (inGoal ? s.InGoal : s.Priority == SegmentPriority.Primary)
            ? s with { Context = [.. s.Context, Finding.Derived($"The goal speaks of {goal.Audience}.", inGoal ? "the goal's audience, which falls in this segment" : "the goal's audience, for the segments served now", goal.Evidence)] }
            : s);
    }
}
