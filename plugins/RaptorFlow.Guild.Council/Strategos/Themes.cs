using RaptorFlow.Text;

namespace RaptorFlow.Council.Strategos;

/// <summary>What a text is about and what a goal's audience needs, by lexicon.</summary>
internal static class Themes
{
    private static readonly Lazy<IReadOnlyList<Theme>> All = new(() => DataFile.Load<List<Theme>>("Data/themes.yaml"));
    private static readonly Lazy<IReadOnlyList<Need>> Needs = new(() => DataFile.Load<List<Need>>("Data/needs.yaml"));

    public static IReadOnlyList<Theme> In(string text) => [.. All.Value.Where(t => t.Cues.Exists(c => Terms.Holds(text, c)))];

    public static IReadOnlyList<Need> NeedsIn(string text) => [.. Needs.Value.Where(n => n.Cues.Exists(c => Terms.Holds(text, c)))];

    internal sealed class Theme
    {
        public string Name { get; set; } = "";

        public string Label { get; set; } = "";

        public List<string> Cues { get; set; } = [];

        public List<string> Against { get; set; } = [];

        public bool Inward { get; set; }
    }

    internal sealed class Need
    {
        public string Name { get; set; } = "";

        public string Reason { get; set; } = "";

        public List<string> Cues { get; set; } = [];

        public Dictionary<string, double> Answers { get; set; } = [];
    }
}
