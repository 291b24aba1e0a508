using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.ChannelMix;

/// <summary>One line of a split before it becomes money.</summary>
/// <param name="Name">The brief's key, or the channel's name where it is proposed.</param>
/// <param name="Ids">The channels it means and that are allowed.</param>
/// <param name="Share">Its share; null without a budget.</param>
/// <param name="Given">The brief's line, where there is one.</param>
internal sealed record SplitLine(string Name, IReadOnlyList<string> Ids, decimal? Share, SplitShare? Given)
{
    /// <summary>The name in a sentence.</summary>
    public string Display => Ids.Count == 0 ? Name : Grounding.Wording.List(Ids.Select(ChannelNames.DisplayName));
}

/// <summary>A split with everything that has to be said about how it came about.</summary>
internal sealed record Split(string Source, IReadOnlyList<SplitLine> Lines, IReadOnlyList<ExcludedChannel> Excluded)
{
    public IReadOnlyList<string> Comments { get; init; } = [];

    public IReadOnlyList<OpenQuestion> Questions { get; init; } = [];

    public IReadOnlyList<Decision> Decisions { get; init; } = [];
}
