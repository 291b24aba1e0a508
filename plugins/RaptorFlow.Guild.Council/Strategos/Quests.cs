using System.Globalization;
using RaptorFlow.Marketing;

namespace RaptorFlow.Council.Strategos;

/// <summary>Tells the moves as milestones.</summary>
internal static class Quests
{
    public static IReadOnlyList<Quest> Of(IReadOnlyList<PlannedMove> moves, string company, string audience, string metric, Goal? goal)
    {
        var quests = new List<Quest>();
        Add(quests, $"Ready for {audience}", "Every check is signed, every preparation is done, and the baseline is written down.",
            Chapter("Know where we stand and what we may say", moves.Where(m => m is { Phase: "prepare", Channel: null })),
            Chapter("Have what we need to show", moves.Where(m => m.Phase == "prepare" && m.Channel is not null)));
        var running = moves.Where(m => m.Phase == "run").ToList();
        var firstEnd = running.Select(m => m.End).DefaultIfEmpty().Min();
        Add(quests, $"First {metric}", $"Each channel that was begun has brought its first {metric}, counted at one place.",
            Chapter("Begin", moves.Where(m => m.Phase == "launch")),
            Chapter("The first stretch", running.Where(m => m.End <= firstEnd)));
        var success = goal?.Target is { } target ? $"{target.Text}, counted as “{metric}”." : $"{company} knows what each channel brings of {metric}, against the baseline; the target is still to be set.";
        Add(quests, goal is null ? "What works" : $"Towards the goal: {metric}", success,
            Chapter("Keep going", running.Where(m => m.End > firstEnd)),
            Chapter("Measure and decide", moves.Where(m => m.Phase is "measure" or "decide")));
        return quests;
    }

    private static void Add(List<Quest> quests, string title, string success, params IEnumerable<QuestChapter?> chapters)
    {
        var told = chapters.OfType<QuestChapter>().ToList();
        if (told.Count > 0)
            quests.Add(new(title, success, told));
    }

    private static QuestChapter? Chapter(string title, IEnumerable<PlannedMove> moves)
    {
        var own = moves.ToList();
        return own.Count == 0 ? null : new(string.Create(CultureInfo.InvariantCulture, $"{title}"), [.. own.Select(m => m.Id)], own.Max(m => m.End));
    }
}
