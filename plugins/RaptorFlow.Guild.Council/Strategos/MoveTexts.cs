using RaptorFlow.Marketing;

namespace RaptorFlow.Council.Strategos;

/// <summary>Fills the playbooks with what this company has.</summary>
internal sealed class MoveTexts
{
    private static readonly Lazy<Dictionary<string, Playbook>> Playbooks = new(() => DataFile.Load<Dictionary<string, Playbook>>("Data/channel-playbooks.yaml"));
    private readonly RoadmapInput _input;
    private readonly List<ContentTopic> _topics;

    public MoveTexts(RoadmapInput input)
    {
        _input = input;
        _topics = [.. input.Content.Pillars.SelectMany(p => p.Topics)];
        var facts = input.Fundamentals;
        var product = facts.Products.FirstOrDefault(p => facts.Goal?.ProductIds.Contains(p.Id) ?? false)?.Name;
        Subject = product ?? (input.Content.Pillars is [var pillar, ..] ? $"“{pillar.Name}”" : facts.Products is [var first, ..] ? first.Name : facts.Company.Name);
        var foreign = !facts.Company.BriefLanguage.StartsWith("en", StringComparison.Ordinal);
        Audience = Set(facts.Goal?.Audience ?? (facts.Segments is [var segment, ..] ? segment.Name : "customers"), foreign);
        Metric = Set(facts.Goal is { Metric.Length: > 0 } goal ? goal.Metric : "answers", foreign);
        Where = facts.Scope is { Reach: MarketReach.Local or MarketReach.Regional, Places: [var place, ..] } ? $" in {place}" : "";
    }

    public string Subject { get; }

    public string Audience { get; }

    public string Metric { get; }

    public string Where { get; }

    public static string Readable(string channel) => channel.Replace('_', ' ');

    public static Playbook For(ChannelAllocation channel) =>
        channel.ChannelIds.Where(Playbooks.Value.ContainsKey).Select(id => Playbooks.Value[id]).FirstOrDefault() ?? Playbooks.Value["default"];

    /// <summary>A topic for the channel, a different one each time as long as there are any.</summary>
    public ContentTopic? Topic(ChannelAllocation channel, int turn)
    {
        var own = _topics.Where(t => t.ChannelIds.Any(channel.ChannelIds.Contains)).ToList();
        return own.Count == 0 ? null : own[turn % own.Count];
    }

    public string Fill(string pattern, ChannelAllocation channel, int turn, string period = "")
    {
        var topic = Topic(channel, turn)?.Title ?? _input.Messages.Promise.Text;
        return pattern
            .Replace("{company}", _input.Company.Name, StringComparison.Ordinal)
            .Replace("{subject}", Subject, StringComparison.Ordinal)
            .Replace("{audience}", Audience, StringComparison.Ordinal)
            .Replace("{promise}", _input.Messages.Promise.Text.TrimEnd('.'), StringComparison.Ordinal)
            .Replace("{topic}", topic.TrimEnd('.'), StringComparison.Ordinal)
            .Replace("{where}", Where, StringComparison.Ordinal)
            .Replace("{metric}", Metric, StringComparison.Ordinal)
            .Replace("{channel}", Readable(channel.Name), StringComparison.Ordinal)
            .Replace("{period}", period, StringComparison.Ordinal);
    }

    /// <summary>What is measured; costs only where money is spent.</summary>
    public string Measure(Playbook playbook, ChannelAllocation channel)
    {
        var measure = Fill(playbook.Metric, channel, 0);
        return channel.Monthly is null && _input.Fundamentals.Budget is null && measure.StartsWith("cost per ", StringComparison.Ordinal) ? measure["cost per ".Length..] : measure;
    }

    /// <summary>The brief's words in quotation marks where they would not read as part of an English sentence.</summary>
    private static string Set(string words, bool foreign) => foreign || words.Split(' ').Length > 4 ? $"“{words}”" : words;

    internal sealed class Playbook
    {
        public int Days { get; set; } = 5;

        public string Prepare { get; set; } = "";

        public string Launch { get; set; } = "";

        public string Run { get; set; } = "";

        public string Metric { get; set; } = "";
    }
}
