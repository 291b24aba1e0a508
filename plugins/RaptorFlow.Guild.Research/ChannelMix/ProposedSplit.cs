using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.ChannelMix;

/// <summary>Proposes channels where the brief has no split: the best fits that the budget can carry, few when it is small.</summary>
internal sealed class ProposedSplit(Fundamentals facts, ChannelFit fit, ChannelRules rules, AgentCard card)
{
    public Split Make(Money? monthly)
    {
        var excluded = rules.Forbidden().ToList();
        var ranked = Ranked(monthly);
        if (monthly is null || monthly.Amount <= 0)
            return Unfunded(ranked, excluded);

        var usd = MoneyUnits.RoughUsd(monthly);
        var most = Most(usd);
        var chosen = Choose(ranked, usd, most);
        var weights = chosen.Select(c => Weight(c.Row, c.Fit, usd)).ToList();
        var shares = MoneyUnits.Apportion(1, weights, 0.01m);
        var lines = chosen.Select((c, i) => new SplitLine(ChannelNames.DisplayName(c.Id), [c.Id], shares[i], null)).Where(l => l.Share > 0).ToList();
        var choice = $"Proposed, as the brief gives no split: {Wording.List(lines.Select(l => $"{Wording.Percent(l.Share!.Value)} {l.Name}"))}.";
        return new("proposed", lines, [.. excluded, .. LeftOut(ranked, chosen, usd)])
        {
            Comments = [choice, Arithmetic(monthly, usd, most, lines.Count), .. ReachComment()],
            Questions = [new($"Is the proposed split of {Wording.Amount(monthly)} a month right for {facts.Company.Name} ({string.Join(", ", lines.Select(l => $"{l.Name} {Wording.Percent(l.Share!.Value)}"))})?", "budget.split")
            {
                Why = "The brief gives no split; this one follows from fit and planning assumptions, not from results.",
            }],
            Decisions = [new Decision { Kind = "budget_split", Choice = choice, Reasons = [.. chosen.Select(c => string.Create(CultureInfo.InvariantCulture, $"{ChannelNames.DisplayName(c.Id)}: fit {c.Fit:0.00}"))] }],
        };
    }

    private Split Unfunded(List<Candidate> ranked, List<ExcludedChannel> excluded)
    {
        var lines = ranked.Take(card.Limit("max_channels", 6)).Select(c => new SplitLine(ChannelNames.DisplayName(c.Id), [c.Id], null, null)).ToList();
        return new("none", lines, excluded)
        {
            Comments = ["The brief gives no monthly budget: channels are ranked by fit alone, cheap ones first among equals, and no money is planned.", .. ReachComment()],
            Questions = [new($"How much can {facts.Company.Name} spend on marketing in a month, and how much time can someone give to it?", "budget")
            {
                Why = "The budget decides how many channels can be run well.",
            }],
        };
    }

    /// <summary>Channels that may be proposed, obliged ones first, then by fit.</summary>
    private List<Candidate> Ranked(Money? monthly)
    {
        var obliged = rules.Obliged.Select(o => o.ChannelId).ToHashSet(StringComparer.Ordinal);
        var half = monthly is null ? null : monthly with { Amount = monthly.Amount / 2 };
        return [.. ChannelTable.Rows
            .Where(r => rules.Reason(r.Key) is null && (obliged.Contains(r.Key) || (r.Value.Propose && Suits(r.Value))))
            .Select(r => new Candidate(r.Key, r.Value, fit.Total(fit.Parts([r.Key], half)), obliged.Contains(r.Key)))
            .OrderByDescending(c => c.Obliged).ThenByDescending(c => c.Fit).ThenBy(c => c.Row.MinMonthlyUsd).ThenBy(c => c.Id, StringComparer.Ordinal)];
    }

    private bool Suits(ChannelRow row)
    {
        var least = facts.Scope.Reach is MarketReach.Local ? card.Parameter("local_reach_min", 0.6) : 0.3;
        return fit.Reach(row) >= least && (!row.OnlyKinds || row.Kinds.Contains(ChannelTable.Key(facts.Model.Kind), StringComparer.Ordinal));
    }

    /// <summary>One more channel for each doubling of the budget from a first step, within the card's limits.</summary>
    private int Most(decimal? usd)
    {
        if (usd is not > 0)
            return card.Limit("max_channels_unknown_currency", 3);
        var doublings = (int)Math.Floor(Math.Log2((double)usd.Value / card.Parameter("first_step_usd", 500)));
        return Math.Clamp(2 + doublings, 2, card.Limit("max_channels", 6));
    }

    private static List<Candidate> Choose(List<Candidate> ranked, decimal? usd, int most)
    {
        var chosen = new List<Candidate>();
        var left = usd ?? decimal.MaxValue;
        foreach (var candidate in ranked)
        {
            if (chosen.Count == most)
                break;
            if (!candidate.Obliged && candidate.Row.MinMonthlyUsd > left)
                continue;
            chosen.Add(candidate);
            left -= Math.Min(left, candidate.Row.MinMonthlyUsd);
        }
        return chosen.Count > 0 ? chosen : [.. ranked.Take(1)];
    }

    /// <summary>The planning minimum first, then what is left by the square of the fit and by how much money the channel can use.</summary>
    private static decimal Weight(ChannelRow row, double fit, decimal? usd)
    {
        var floor = usd is > 0 ? Math.Min(1, row.MinMonthlyUsd / usd.Value) : 0;
        return (floor / 2) + ((decimal)(fit * fit) * row.AbsorbsMoney);
    }

    private static IEnumerable<ExcludedChannel> LeftOut(List<Candidate> ranked, List<Candidate> chosen, decimal? usd) => ranked.Except(chosen).Take(3).Select(c => new ExcludedChannel(
        c.Id,
        string.Create(CultureInfo.InvariantCulture, $"{ChannelNames.DisplayName(c.Id)}: fit {c.Fit:0.00}; {(usd is { } u && c.Row.MinMonthlyUsd > u / 2 ? "needs more money than this budget can give it beside the others" : "the next best, left out so that the budget is not spread thinner")}."),
        null));

    private static string Arithmetic(Money monthly, decimal? usd, int most, int count) => usd is null
        ? $"No rough worth is kept for {monthly.Currency}, so the number of channels ({count}) was held low and minimum spends were not compared."
        : string.Create(CultureInfo.InvariantCulture, $"{Wording.Amount(monthly)} a month carries at most {most} channels (two, and one more for each doubling from 500 USD); each share grows with the square of the channel's fit and with the least spend that RaptorFlow assumes for it, which is a planning assumption and not a market figure.");

    private IEnumerable<string> ReachComment() => facts.Scope.Reach == MarketReach.Local && facts.Scope.Places.Count > 0
        ? [$"The business serves {Wording.List(facts.Scope.Places.Select(p => Wording.Short(p)))}: only channels that reach people there were considered."]
        : [];

    private sealed record Candidate(string Id, ChannelRow Row, double Fit, bool Obliged);
}
