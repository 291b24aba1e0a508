using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.ChannelMix;

/// <summary>Keeps the user's split: proportions are never changed, sums are checked, forbidden lines are taken out visibly.</summary>
internal static class BriefSplit
{
    private const decimal Tolerance = 0.0005m;

    public static Split Take(BudgetFact budget, ChannelRules rules)
    {
        var comments = new List<string>();
        var questions = new List<OpenQuestion>();
        var given = budget.Split.Where(s => s.Share > 0).ToList();
        CheckSum(budget, given, comments, questions);

        var excluded = new List<ExcludedChannel>();
        var kept = new List<SplitLine>();
        foreach (var line in given)
            Sort(line, rules, kept, excluded, comments);
        var removed = given.Where(g => kept.All(k => k.Given != g)).ToList();
        var decisions = removed.Count == 0 ? [] : Reallocate(removed, given, kept, excluded, comments, questions);
        var lines = WithShares(kept);
        return new("brief", lines, excluded) { Comments = comments, Questions = questions, Decisions = decisions };
    }

    private static void CheckSum(BudgetFact budget, List<SplitShare> given, List<string> comments, List<OpenQuestion> questions)
    {
        var sum = given.Sum(s => s.Share);
        var terms = string.Join(" + ", given.Select(s => Wording.Percent(s.Share)));
        if (Math.Abs(sum - 1) <= Tolerance)
        {
            comments.Add($"The brief's split adds up: {terms} = {Wording.Percent(sum)}. It is kept as it is.");
            return;
        }
        var direction = sum > 1 ? "more than the whole budget" : "less than the whole budget";
        comments.Add(string.Create(CultureInfo.InvariantCulture,
            $"The brief's split does not add up: {terms} = {Wording.Percent(sum)}, {direction}. To plan at all, each share was divided by {sum:0.####}; the proportions are the brief's."));
        questions.Add(new($"The shares of your channels add up to {Wording.Percent(sum)} of {Wording.Amount(budget.Given)}. Which of them should be {(sum > 1 ? "smaller" : "larger, or what is the rest meant for")}?", "budget.split")
        {
            Why = "Until then every share is scaled so that the sum is 100 %.",
        });
    }

    private static void Sort(SplitShare line, ChannelRules rules, List<SplitLine> kept, List<ExcludedChannel> excluded, List<string> comments)
    {
        var forbidden = line.ChannelIds.Where(id => rules.Reason(id) is not null).ToList();
        excluded.AddRange(forbidden.Select(id => ChannelRules.Excluded(id, rules.Reason(id)!)));
        var allowed = line.ChannelIds.Except(forbidden, StringComparer.Ordinal).ToList();
        if (allowed.Count == 0 && forbidden.Count > 0)
            return;
        kept.Add(new(line.Key, allowed, line.Share, line));
        if (forbidden.Count > 0)
            comments.Add($"{line.Key}: {Wording.List(forbidden.Select(ChannelNames.DisplayName))} is ruled out by {rules.Reason(forbidden[0])!.Id}; the line's {Wording.Percent(line.Share)} stays with {Wording.List(allowed.Select(ChannelNames.DisplayName))}.");
    }

    private static List<Decision> Reallocate(List<SplitShare> removed, List<SplitShare> given, List<SplitLine> kept, List<ExcludedChannel> excluded, List<string> comments, List<OpenQuestion> questions)
    {
        var sum = given.Sum(g => g.Share);
        var freed = removed.Sum(r => r.Share) / sum;
        var names = Wording.List(removed.Select(r => r.Key));
        var ids = Wording.List(excluded.Where(e => removed.Any(r => r.ChannelIds.Contains(e.ChannelId))).Select(e => e.ConstraintId!).Distinct(StringComparer.Ordinal));
        var rest = kept.Count == 0 ? "nothing is left to give it to, so no channel is planned" : "its share went to the other channels in proportion to theirs";
        var text = $"The split gives {Wording.Percent(freed)} to {names}, which {ids} rules out: {rest}.";
        comments.Add(text);
        questions.Add(new($"Your split gives {Wording.Percent(freed)} to {names}, and your own brief rules that out ({ids}). Where should this share go?", removed[0].Evidence.Source)
        {
            Why = kept.Count == 0 ? "No allowed channel is left in the split." : "It is spread over the other channels until you say.",
        });
        return [new Decision { Kind = "budget_split", Choice = text, Reasons = [.. excluded.Select(e => e.Reason)] }];
    }

    /// <summary>Shares that add up to 1 exactly, as given where they already do, else to a millionth.</summary>
    private static List<SplitLine> WithShares(List<SplitLine> kept)
    {
        if (kept.Count == 0 || kept.Sum(k => k.Share) == 1)
            return kept;
        var shares = MoneyUnits.Apportion(1, [.. kept.Select(k => k.Share!.Value)], 0.000001m);
        return [.. kept.Select((k, i) => k with { Share = shares[i] })];
    }
}
