using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.ChannelMix;

/// <summary>What every channel plan must keep, whoever wrote it.</summary>
internal static class ChannelPlanChecks
{
    public static IEnumerable<OutputProblem> Problems(ChannelInput input, ChannelPlan plan) =>
        Sums(plan).Concat(Forbidden(input, plan)).Concat(UserSplit(input, plan));

    private static IEnumerable<OutputProblem> Sums(ChannelPlan plan)
    {
        var shares = plan.Channels.Where(c => c.Share is not null).Sum(c => c.Share);
        if (plan.Channels.Any(c => c.Share is not null) && shares != 1)
            yield return new("channels", string.Create(CultureInfo.InvariantCulture, $"The shares add up to {shares}; they must add up to 1 exactly."));
        if (plan.MonthlyTotal is not { } total)
        {
            if (plan.Channels.Any(c => c.Monthly is not null))
                yield return new("monthly_total", "Channels have money and the plan has none.");
            yield break;
        }
        var money = plan.Channels.Sum(c => c.Monthly?.Amount ?? 0);
        if (money != total.Amount)
            yield return new("channels", string.Create(CultureInfo.InvariantCulture, $"The channels' money adds up to {money}; the month has {total.Amount}."));
        if (plan.Channels.Any(c => c.Monthly is not null && c.Monthly.Currency != total.Currency))
            yield return new("channels", $"Every amount must be in {total.Currency}.");
    }

    private static IEnumerable<OutputProblem> Forbidden(ChannelInput input, ChannelPlan plan)
    {
        var rules = new ChannelRules(input.Fundamentals);
        for (var i = 0; i < plan.Channels.Count; i++)
        {
            foreach (var id in plan.Channels[i].ChannelIds.Where(id => rules.Reason(id) is not null))
                yield return new(Path(i, "channel_ids"), $"{id} is ruled out by {rules.Reason(id)!.Id}.");
        }
    }

    private static IEnumerable<OutputProblem> UserSplit(ChannelInput input, ChannelPlan plan)
    {
        if (input.Fundamentals.Budget is not { } budget || !budget.Split.Any(s => s.Share > 0))
            yield break;
        var expected = BriefSplit.Take(budget, new ChannelRules(input.Fundamentals)).Lines;
        foreach (var line in expected)
        {
            if (plan.Channels.FirstOrDefault(c => c.Name == line.Name) is not { } kept)
                yield return new("channels", $"The brief's line {line.Name} is missing; the split is the user's.");
            else if (kept.Share is not { } share || Math.Abs(share - line.Share!.Value) > 0.000001m)
                yield return new("channels", string.Create(CultureInfo.InvariantCulture, $"{line.Name} must keep its share of {line.Share}."));
        }
    }

    private static string Path(int index, string field) => string.Create(CultureInfo.InvariantCulture, $"channels[{index}].{field}");
}
