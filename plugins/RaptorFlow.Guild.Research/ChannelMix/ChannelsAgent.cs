using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.ChannelMix;

/// <summary>Step 10: the user's split in money, checked and commented; or a proposal; or, without a budget, a ranking.</summary>
internal sealed class ChannelsAgent : Agent<ChannelInput, ChannelPlan>
{
    private const int MostQuestions = 6;

    protected override ValueTask<Draft<ChannelPlan>> DraftAsync(ChannelInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var facts = input.Fundamentals;
        var rules = new ChannelRules(facts);
        var evidence = new ChannelEvidence(input, facts);
        var fit = new ChannelFit(input, evidence, context.Card);
        var monthly = facts.Budget?.Monthly is { } money ? MoneyUnits.Whole(money) : null;

        var split = facts.Budget is { } budget && budget.Split.Any(s => s.Share > 0)
            ? BriefSplit.Take(budget, rules)
            : new ProposedSplit(facts, fit, rules, context.Card).Make(monthly);
        var excluded = split.Excluded.Concat(rules.Forbidden()).DistinctBy(e => e.ChannelId, StringComparer.Ordinal).ToList();
        var channels = Allocate(split, monthly, fit, new ChannelReasons(input, evidence, fit, rules));
        var plan = new ChannelPlan
        {
            SplitSource = split.Source,
            Channels = channels,
            MonthlyTotal = channels.Count == 0 ? null : monthly,
            Excluded = excluded,
            Comments = [.. split.Comments, .. new ChannelComments(input, evidence, rules, context.Card).On(split, channels, monthly)],
        };
        var questions = Questions(facts, split, channels).Take(MostQuestions).ToList();
        return ValueTask.FromResult(new Draft<ChannelPlan>
        {
            Output = plan,
            OpenQuestions = questions,
            ConstraintsApplied = [.. rules.Uses(excluded)],
            Decisions = split.Decisions,
            Confidence = Confidence.FromEvidence(
                channels.Count(c => c.Why.Count > 0) + channels.Count(c => Told(c)),
                Math.Max(1, channels.Count * 2),
                Wording.Origins(channels.SelectMany(c => c.Why).SelectMany(w => w.Evidence)),
                questions.Count),
        });
    }

    protected override IEnumerable<OutputProblem> Validate(ChannelInput input, ChannelPlan output, AgentContext context) =>
        ChannelPlanChecks.Problems(input, output);

    private static List<ChannelAllocation> Allocate(Split split, Money? monthly, ChannelFit fit, ChannelReasons reasons)
    {
        var parts = monthly is null || split.Lines.Count == 0 || split.Lines.Any(l => l.Share is null)
            ? null
            : MoneyUnits.Apportion(monthly.Amount, [.. split.Lines.Select(l => l.Share!.Value)], MoneyUnits.Unit(monthly.Currency));
        return [.. split.Lines.Select((line, i) =>
        {
            var money = parts is null ? null : monthly! with { Amount = parts[i] };
            var fitParts = fit.Parts(line.Ids, money);
            return new ChannelAllocation
            {
                Name = line.Name,
                ChannelIds = line.Ids,
                Share = line.Share,
                Monthly = money,
                Fit = fit.Total(fitParts),
                FitParts = fitParts,
                Why = reasons.Why(line),
                EntryCost = reasons.Entry(line),
                Expectation = reasons.Expectation(line),
            };
        }).OrderByDescending(c => c.Share ?? 0).ThenByDescending(c => c.Fit)];
    }

    private static IEnumerable<OpenQuestion> Questions(Fundamentals facts, Split split, List<ChannelAllocation> channels)
    {
        foreach (var question in split.Questions)
            yield return question;
        if (facts.Budget is { Monthly: null })
            yield return new($"How many months should {Wording.Amount(facts.Budget.Given)} last?", "budget.period") { Why = "A month's money cannot be planned without it." };
        var open = channels.Where(c => !Told(c)).Select(c => c.ChannelIds.Count == 0 ? c.Name : Wording.List(c.ChannelIds.Select(ChannelNames.DisplayName))).ToList();
        if (open.Count > 0)
        {
            var metric = facts.Goal?.Metric is { Length: > 0 } m ? Wording.Short(m) : "results";
            yield return new($"What did {Wording.List(open, "or")} bring {facts.Company.Name} so far: {metric}, and what did each cost?", "past_campaigns")
            {
                Why = "Without results of your own the plan cannot say what a channel will return.",
            };
        }
        if (facts.Goal is null)
            yield return new($"What should the channels achieve for {facts.Company.Name} first: be known, be considered, sell, keep, or be recommended?", "goal") { Why = "The objective is a quarter of each channel's fit." };
        if (facts.Scope.Reach == MarketReach.Unknown)
            yield return new($"Where are the customers of {facts.Company.Name}: one town, a region, a country, several?", "geographies") { Why = "Local businesses need other channels than national ones." };
    }

    private static bool Told(ChannelAllocation channel) => channel.Expectation.StartsWith("Told:", StringComparison.Ordinal);
}
