using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.ChannelMix;

/// <summary>What is known of channels in general, from <c>channels.yaml</c>.</summary>
internal static class ChannelTable
{
    private static readonly Lazy<Dictionary<string, ChannelRow>> Table = new(() => DataFile.Load<Dictionary<string, ChannelRow>>("ChannelMix/channels.yaml"));

    private static readonly Lazy<Dictionary<string, Dictionary<string, string>>> Cycles =
        new(() => DataFile.Load<Dictionary<string, Dictionary<string, string>>>("ChannelMix/cycles.yaml"));

    public static IReadOnlyDictionary<string, ChannelRow> Rows => Table.Value;

    /// <summary><c>short</c>, <c>medium</c> or <c>long</c>: how long a purchase takes in this kind of business.</summary>
    public static string Cycle(BusinessModel model) =>
        Cycles.Value[Key(model.Kind)][model.SellsToOrganisations == true ? "organisations" : "people"];

    /// <summary>An enum value as the data files write it: <c>public_sector</c>.</summary>
    public static string Key<T>(T value)
        where T : struct, Enum => string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}

/// <summary>One channel of the table; scores from 0 to 1.</summary>
internal sealed class ChannelRow
{
    public Dictionary<string, double> Audiences { get; init; } = [];

    public Dictionary<string, double> Reach { get; init; } = [];

    public Dictionary<string, double> Objectives { get; init; } = [];

    public Dictionary<string, double> Cycles { get; init; } = [];

    public decimal MinMonthlyUsd { get; init; }

    public decimal AbsorbsMoney { get; init; } = 1m;

    public bool Tracks { get; init; }

    /// <summary>Whether a plan may propose it unasked; nobody proposes contacting people who did not ask.</summary>
    public bool Propose { get; init; } = true;

    public List<string> Groups { get; init; } = [];

    public List<string> Kinds { get; init; } = [];

    public bool OnlyKinds { get; init; }

    public string Entry { get; init; } = "";
}
