using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Text;

namespace RaptorFlow.Council.Strategos;

/// <summary>Step 12: what happens when, with which money, and how one knows that it worked.</summary>
internal sealed class RoadmapAgent : Agent<RoadmapInput, Roadmap>
{
    protected override ValueTask<Draft<Roadmap>> DraftAsync(RoadmapInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var period = RoadmapPeriod.Of(input.Fundamentals.Goal, context.Today, context.Card);
        var calendar = new MoveCalendar(input, period);
        var moves = calendar.Lay();
        var goal = Smart(input, period);
        var roadmap = new Roadmap
        {
            Start = period.Start,
            End = period.End,
            PeriodReason = period.Reason,
            Goals = goal is null ? [] : [goal],
            Moves = moves,
            Quests = Quests.Of(moves, input.Company.Name, calendar.Audience, calendar.Metric, input.Fundamentals.Goal),
        };
        var questions = Questions(input, period, goal).Take(6).ToList();
        var backed = new[] { goal is not null, goal?.Baseline is not null, goal?.Target is not null, period.Question is null, input.Channels.Channels.Count > 0, moves.Any(m => m.Budget is not null) }.Count(b => b);
        var origins = (goal?.Evidence ?? []).Select(e => e.Origin()).Concat(goal?.Baseline is null ? [] : ["metrics"]).Distinct(StringComparer.Ordinal).Count();
        return ValueTask.FromResult(new Draft<Roadmap>
        {
            Output = roadmap,
            Confidence = Confidence.FromEvidence(backed, 6, origins, questions.Count),
            OpenQuestions = questions,
            ConstraintsApplied = [.. calendar.Used.Distinct()],
        });
    }

    protected override IEnumerable<OutputProblem> Validate(RoadmapInput input, Roadmap output, AgentContext context)
    {
        var ends = output.Moves.GroupBy(m => m.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var channels = input.Channels.Channels.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (move, i) in output.Moves.Select((m, i) => (m, i)))
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"moves[{i}]");
            if (move.Start < output.Start || move.End > output.End || move.End < move.Start)
                yield return new($"{path}.start", "A move lies within the roadmap and ends no earlier than it begins.");
            if (move.Channel is { } channel && !channels.Contains(channel))
                yield return new($"{path}.channel", $"'{channel}' is not a channel of the plan.");
            foreach (var after in move.After.Where(a => !ends.ContainsKey(a)))
                yield return new($"{path}.after", $"There is no move '{after}'.");
        }
        var period = RoadmapPeriod.Of(input.Fundamentals.Goal, context.Today, context.Card);
        var expected = new MoveCalendar(input, period).Lay().Where(m => m.Budget is not null).Sum(m => m.Budget!.Amount);
        if (output.Moves.Sum(m => m.Budget?.Amount ?? 0) != expected)
            yield return new("moves", string.Create(CultureInfo.InvariantCulture, $"The moves' money adds up to {expected:0.##}, the plan's money for these days."));
        foreach (var chapter in output.Quests.SelectMany(q => q.Chapters).Where(c => c.MoveIds.Any(m => !ends.ContainsKey(m))))
            yield return new("quests", $"The chapter “{chapter.Title}” names a move that is not there.");
    }

    private static SmartGoal? Smart(RoadmapInput input, RoadmapPeriod period)
    {
        if (input.Fundamentals.Goal is not { } goal)
            return null;
        var baseline = Baseline(input.Forecast, goal.Metric);
        var target = goal.Target?.Text;
        var missing = new[] { (Name: "baseline", Value: baseline), (Name: "target", Value: target) }.Where(m => m.Value is null).Select(m => m.Name).ToList();
        var from = baseline is null ? "a baseline still to be measured" : baseline;
        var to = target is null ? "a target still to be set" : $"“{target}”";
        return new(string.Create(CultureInfo.InvariantCulture, $"“{goal.Evidence.Quote}”: from {from} to {to} by {period.End:yyyy-MM-dd}."), goal.Metric, baseline, target, period.End, missing, [goal.Evidence]);
    }

    private static string? Baseline(DemandForecast? forecast, string metric)
    {
        var series = forecast?.Series.FirstOrDefault(s => s.History.Count > 0 && Terms.Shared(s.Column.Replace('_', ' '), metric).Count > 0);
        return series is null ? null : string.Create(CultureInfo.InvariantCulture, $"{series.History[^1].Value:0.##} ({series.Column}, {series.Period} of {series.History[^1].Date:yyyy-MM-dd})");
    }

    private static IEnumerable<OpenQuestion> Questions(RoadmapInput input, RoadmapPeriod period, SmartGoal? goal)
    {
        var name = input.Company.Name;
        if (goal is null)
            yield return new($"What should be different for {name} when this plan ends, and by how much?", "goal") { Why = "Without a goal the moves have nothing to serve." };
        else if (goal.Missing.Contains("baseline"))
            yield return new($"How many {goal.Metric} does {name} have in a month today?", "metrics") { Why = "It is the baseline the goal is measured from." };
        if (goal is not null && goal.Missing.Contains("target"))
            yield return new($"How many {goal.Metric} by {period.End.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} would be a success?", "goal") { Why = "It is the goal's target." };
        if (period.Question is { } question)
            yield return question;
        if (input.Channels.MonthlyTotal is null && input.Fundamentals.Budget is null)
            yield return new($"What can {name} spend in a month, besides its own time?", "budget") { Why = "The moves are dated but carry no money." };
        if (input.Channels.Channels.Count == 0)
            yield return new("Where could your customers be reached: which papers, places, sites or people?", "budget.split") { Why = "Without a channel there is nothing to launch." };
        yield return new($"Who at {name} does the work, and how many hours a week?", "constraints") { Why = "The dates assume that somebody is there from the first day." };
    }
}
