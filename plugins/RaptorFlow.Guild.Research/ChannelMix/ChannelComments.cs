using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.ChannelMix;

/// <summary>Where the evidence argues with a split: for it, against it, and what it forgets.</summary>
internal sealed class ChannelComments(ChannelInput input, ChannelEvidence evidence, ChannelRules rules, AgentCard card)
{
    public IEnumerable<string> On(Split split, IReadOnlyList<ChannelAllocation> channels, Money? monthly)
    {
        foreach (var channel in channels)
        {
            if (TooThin(channel) is { } thin)
                yield return thin;
            if (split.Source == "brief" && channel.Fit < card.Parameter("weak_fit", 0.45) && channel.Share is { } share)
                yield return string.Create(CultureInfo.InvariantCulture, $"{channel.Name} fits poorly ({channel.Fit:0.00}; weakest in {channel.FitParts.MinBy(p => p.Value).Key}) for its {Wording.Percent(share)}; kept, because the split is yours.");
            if (split.Source == "brief" && channel.ChannelIds.Count > 0 && evidence.Mentions(channel.ChannelIds).FirstOrDefault() is { } mention)
                yield return $"For {channel.Name} speaks “{Wording.Short(mention.Quote, 120)}” ({mention.Source}).";
            if (channel.ChannelIds.All(id => !ChannelTable.Rows.ContainsKey(id)))
                yield return $"{channel.Name} is a channel this plan has no general knowledge of: its fit is set to the middle.";
        }
        foreach (var comment in Forgotten(split, channels).Concat(LocalWarning(split, channels)).Concat(Period(monthly)).Concat(Limit(monthly)))
            yield return comment;
    }

    private static string? TooThin(ChannelAllocation channel)
    {
        var least = channel.ChannelIds.Select(id => ChannelTable.Rows.GetValueOrDefault(id)?.MinMonthlyUsd ?? 0).Sum();
        return MoneyUnits.RoughUsd(channel.Monthly) is { } usd && usd < least * 0.8m
            ? $"{channel.Name} gets {Wording.Amount(channel.Monthly!)} a month, below the {Wording.Number(least)} USD that RaptorFlow assumes to be the least with a readable result (a planning assumption, not a market figure)."
            : null;
    }

    private IEnumerable<string> Forgotten(Split split, IReadOnlyList<ChannelAllocation> channels)
    {
        if (split.Source != "brief")
            yield break;
        var planned = channels.SelectMany(c => c.ChannelIds).Concat(split.Excluded.Select(e => e.ChannelId)).ToHashSet(StringComparer.Ordinal);
        foreach (var id in evidence.Mentioned.Where(id => !planned.Contains(id) && rules.Reason(id) is null).Take(3))
        {
            var mention = evidence.Mentions([id]).First();
            yield return $"The brief speaks of {ChannelNames.DisplayName(id)} (“{Wording.Short(mention.Quote, 100)}”, {mention.Source}) and the split gives it nothing.";
        }
        foreach (var obliged in rules.Obliged.Where(o => !planned.Contains(o.ChannelId)))
            yield return $"{obliged.By.Id} asks for {ChannelNames.DisplayName(obliged.ChannelId)}, and the split gives it nothing.";
    }

    private IEnumerable<string> LocalWarning(Split split, IReadOnlyList<ChannelAllocation> channels)
    {
        if (split.Source != "brief" || input.Fundamentals.Scope.Reach != MarketReach.Local)
            yield break;
        var wide = channels.Where(c => c.ChannelIds.Any(id => ChannelTable.Rows.TryGetValue(id, out var row) && row.Reach.GetValueOrDefault("local") <= 0.2)).Select(c => c.Name).ToList();
        if (wide.Count > 0)
            yield return $"{Wording.List(wide)} mostly reaches people outside {Wording.List(input.Fundamentals.Scope.Places.Select(p => Wording.Short(p)))}; if kept, bound it to the place.";
    }

    private IEnumerable<string> Period(Money? monthly)
    {
        if (input.Fundamentals.Budget is not { } budget)
            yield break;
        if (monthly is null)
            yield return $"{Wording.Amount(budget.Given)} is given for a {budget.Period} of unknown length: shares are planned, a month's money cannot be.";
        else
            yield return $"The month's money: {budget.Arithmetic}.";
        if (budget.Assumption)
            yield return "The brief calls its budget an assumption; so is this plan.";
    }

    private IEnumerable<string> Limit(Money? monthly)
    {
        if (monthly is null || rules.Budget is not { } limit)
            yield break;
        var most = MoneyReader.Read(limit.Evidence.Quote, input.Fundamentals.Company.BriefLanguage)
            .Where(m => m.Amount.Currency == monthly.Currency).Select(m => m.Amount.Amount).DefaultIfEmpty(decimal.MaxValue).Max();
        if (monthly.Amount > most)
            yield return $"{limit.Id} (“{limit.Evidence.Quote}”) names {Wording.Number(most)} {monthly.Currency}, less than the {Wording.Amount(monthly)} a month of the budget: settle which holds before spending.";
    }
}
