using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.ChannelMix;

/// <summary>Why a channel is in the plan, what it takes, and what may be expected of it.</summary>
internal sealed class ChannelReasons(ChannelInput input, ChannelEvidence evidence, ChannelFit fit, ChannelRules rules)
{
    private Fundamentals Facts => input.Fundamentals;

    public IReadOnlyList<Finding> Why(SplitLine line)
    {
        var reasons = new List<Finding>();
        if (line.Given is { } given)
            reasons.Add(Finding.Derived($"The brief gives {line.Name} {Wording.Percent(given.Share)} of the budget.", "the share as a percentage", given.Evidence));
        foreach (var (id, by) in rules.Obliged.Where(o => line.Ids.Contains(o.ChannelId, StringComparer.Ordinal)))
            reasons.Add(Finding.Stated($"{by.Id} asks for it.", by.Evidence));
        foreach (var persona in input.Personas.People)
        {
            if (persona.Channels.FirstOrDefault(c => evidence.ChannelsIn(c).Intersect(line.Ids, StringComparer.Ordinal).Any()) is { } met)
                reasons.Add(Finding.Derived($"{persona.Role} can be met there.", "a channel of the persona", met.Evidence));
        }
        reasons.AddRange(evidence.Mentions(line.Ids).Take(2).Select(m => Finding.Stated($"Spoken of already: “{m.Quote}”", m)));
        reasons.AddRange(line.Ids.SelectMany(Audience).Take(1));
        if (reasons.Count < 2)
            reasons.AddRange(General(line));
        return [.. reasons.DistinctBy(r => r.Statement, StringComparer.Ordinal).Take(4)];
    }

    public string Entry(SplitLine line)
    {
        var rows = line.Ids.Select(id => ChannelTable.Rows.GetValueOrDefault(id)).OfType<ChannelRow>().ToList();
        var entry = rows.Count == 0 ? "Not known for this channel: ask whoever runs it." : string.Join(' ', rows.Select(r => r.Entry).Distinct(StringComparer.Ordinal));
        return rules.Privacy is { } privacy && rows.Exists(r => r.Tracks) ? $"{entry} Consent and wording by {privacy.Id} before anything is tracked." : entry;
    }

    public string Expectation(SplitLine line)
    {
        if (evidence.Outcomes(line.Ids).FirstOrDefault() is { } told)
            return $"Told: “{told.Quote}” ({told.Source}{(told.Date is null ? "" : ", " + told.Date)}).";
        var metric = Facts.Goal?.Metric is { Length: > 0 } m ? Wording.Short(m) : "results";
        return $"A question: what has {line.Display} brought so far ({metric}, and the cost of each)? Neither history nor a named benchmark is in the evidence.";
    }

    private IEnumerable<Finding> Audience(string id)
    {
        var groups = fit.SharedGroups(id).Select(g => g.Replace('_', ' ')).ToList();
        var segment = Facts.Segments.FirstOrDefault(s => s.InGoal) ?? (Facts.Segments.Count > 0 ? Facts.Segments[0] : null);
        if (groups.Count > 0 && segment is not null)
            yield return Finding.Derived($"The audience includes people often met there ({Wording.List(groups)}).", "words of the segments against the channel table's groups", [.. Facts.Segments.Select(s => s.Evidence)]);
    }

    private IEnumerable<Finding> General(SplitLine line)
    {
        var known = line.Ids.Where(ChannelTable.Rows.ContainsKey).Select(id => ChannelTable.Rows[id]).ToList();
        if (known.Count == 0)
            yield break;
        if (Facts.Scope.Evidence.Count > 0 && Facts.Scope.Reach != MarketReach.Unknown && known.Exists(r => fit.Reach(r) >= 0.6))
            yield return Finding.Derived($"It can be bound to the area served: {Wording.List(Facts.Scope.Places.Select(p => Wording.Short(p)))}.", $"reach {ChannelTable.Key(Facts.Scope.Reach)} against the channel table", Facts.Scope.Evidence);
        if (Facts.Goal is { } goal && known.Exists(r => r.Objectives.GetValueOrDefault(ChannelTable.Key(goal.Objective)) >= 0.6))
            yield return Finding.Derived($"It suits a goal of {ChannelTable.Key(goal.Objective)}.", "the goal's kind against the channel table", goal.Evidence);
        if (Facts.Model.Basis is { } basis && known.Exists(r => r.Cycles.GetValueOrDefault(ChannelTable.Cycle(Facts.Model)) >= 0.7))
            yield return Finding.Derived($"It suits a {ChannelTable.Cycle(Facts.Model)} way to the purchase.", "the kind of business against the channel table", basis.Evidence);
    }
}
