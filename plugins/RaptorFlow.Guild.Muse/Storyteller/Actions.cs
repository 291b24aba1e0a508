using RaptorFlow.Marketing;
using RaptorFlow.Text;

namespace RaptorFlow.Muse.Storyteller;

/// <summary>What a goal asks people to do.</summary>
internal static class Actions
{
    private static readonly Lazy<IReadOnlyList<Entry>> All = new(() => DataFile.Load<List<Entry>>("Data/rules/actions.yaml"));

    public static string For(Goal goal) =>
        All.Value.FirstOrDefault(a => a.Cues.Exists(c => Terms.Holds(goal.Metric, c)))?.Name
        ?? All.Value.FirstOrDefault(a => a.Cues.Exists(c => Terms.Holds(goal.Evidence.Quote, c)))?.Name ?? "learn";

    internal sealed class Entry
    {
        public string Name { get; set; } = "";

        public List<string> Cues { get; set; } = [];
    }
}
