using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Council.Strategos;

/// <summary>Lays the moves on the calendar: prepare, launch, run, measure, decide.</summary>
internal sealed class MoveCalendar
{
    private static readonly Lazy<IReadOnlyList<ConstraintMove>> ConstraintMoves = new(() => DataFile.Load<List<ConstraintMove>>("Data/constraint-moves.yaml"));
    private readonly RoadmapInput _input;
    private readonly RoadmapPeriod _period;
    private readonly WorkingDays _days;
    private readonly MoveTexts _texts;
    private readonly IReadOnlyList<ChannelAllocation> _channels;
    private readonly DateOnly _launch;
    private readonly List<PlannedMove> _moves = [];

    public MoveCalendar(RoadmapInput input, RoadmapPeriod period)
    {
        (_input, _period, _texts) = (input, period, new(input));
        _days = new(period.Start, period.End);
        _channels = [.. input.Channels.Channels.Where(Allowed)];
        var longest = _channels.Select(c => MoveTexts.For(c).Days).DefaultIfEmpty(3).Max();
        // Preparation takes what the channels need, and never more than a quarter of the time.
        var ready = _days.After(_days.On(period.Start), Math.Max(1, Math.Min(longest + 2, period.Days / 6)));
        _launch = _days.On(ready > period.SpendFrom ? ready : period.SpendFrom);
    }

    public List<ConstraintUse> Used { get; } = [];

    public IReadOnlyList<PlannedMove> Gates => [.. _moves.Where(m => m.Phase == "prepare" && m.Channel is null)];

    public string Metric => _texts.Metric;

    public string Audience => _texts.Audience;

    public IReadOnlyList<PlannedMove> Lay()
    {
        Baseline();
        Constraints();
        var gates = Gates.Select(m => m.Id).ToList();
        var launches = new List<PlannedMove>();
        foreach (var (channel, i) in _channels.Select((c, i) => (c, i)))
            launches.Add(Begin(channel, i, gates));
        Season(launches);
        Run(launches);
        Dated();
        if (_channels.Count == 0)
            Gaps();
        else
            Review();
        return Numbered();
    }

    private bool Allowed(ChannelAllocation channel)
    {
        var forbidding = _input.Fundamentals.Constraints.FirstOrDefault(c => c is { Effect: ConstraintEffect.Forbids, Subject: ConstraintSubject.Channel } && c.Terms.Intersect(channel.ChannelIds).Any());
        if (forbidding is not null)
            Used.Add(new(forbidding.Id, $"no move on {MoveTexts.Readable(channel.Name)}"));
        return forbidding is null;
    }

    private void Baseline()
    {
        if (_input.Fundamentals.Goal is { } goal)
            Add("prepare", null, $"Write down where “{goal.Metric}” stands today, and where it is counted", _days.On(_period.Start), 2, null, [], "Step 1: the goal has no baseline, and without one nothing can be judged.");
    }

    private void Constraints()
    {
        var focus = _input.Fundamentals.Goal?.CompetitorIds ?? [];
        var names = string.Join(", ", _input.Fundamentals.Competitors.OrderBy(c => focus.Contains(c.Id) ? 0 : 1).Take(3).Select(c => c.Name));
        foreach (var constraint in _input.Fundamentals.Constraints)
        {
            var effect = constraint.Effect.ToString();
            var move = ConstraintMoves.Value.FirstOrDefault(m => string.Equals(m.Subject, constraint.Subject.ToString(), StringComparison.OrdinalIgnoreCase) && m.Effects.Exists(e => string.Equals(e, effect, StringComparison.OrdinalIgnoreCase)));
            if (move is null)
                continue;
            var title = move.Title.Replace("{quote}", constraint.Evidence.Quote, StringComparison.Ordinal).Replace(" ({names})", names.Length == 0 ? "" : $" ({names})", StringComparison.Ordinal);
            Add("prepare", null, title, _days.On(_period.Start), move.Days, null, [], $"{constraint.Id} asks for it before anything goes out.");
            Used.Add(new(constraint.Id, $"a move of its own before launch: {title}"));
        }
    }

    private PlannedMove Begin(ChannelAllocation channel, int index, List<string> gates)
    {
        var playbook = MoveTexts.For(channel);
        var prepare = Add("prepare", channel.Name, _texts.Fill(playbook.Prepare, channel, 0), _days.On(_period.Start), playbook.Days, null, [],
            _texts.Topic(channel, 0) is { } topic ? $"Step 10 gives {MoveTexts.Readable(channel.Name)} a place; step 11 has “{topic.Title}” for it{(topic.Needs is { } needs ? $" (needs {needs})" : "")}." : $"Step 10 gives {MoveTexts.Readable(channel.Name)} a place.");
        var stagger = _period.Days >= 60 ? 2 : _period.Days >= 21 ? 1 : 0;
        return Add("launch", channel.Name, _texts.Fill(playbook.Launch, channel, 0), _days.After(_launch, stagger * index), 1, _texts.Measure(playbook, channel),
            [.. gates, prepare.Id], channel.Share is { } share ? string.Create(CultureInfo.InvariantCulture, $"Begins in the order of the plan's shares ({share:0.##%}), after its preparation and every check.") : "Begins after its preparation and every check.");
    }

    private void Season(List<PlannedMove> launches)
    {
        var topic = _input.Content.Pillars.SelectMany(p => p.Topics).FirstOrDefault(t => t.Format == "calendar" && t.ChannelIds.Count > 0);
        var channel = topic is null ? null : _channels.FirstOrDefault(c => c.ChannelIds.Intersect(topic.ChannelIds).Any());
        var day = _days.On(_period.End.AddDays(-Math.Min(28, _period.Days / 3)));
        if (channel is null || day <= _launch || _input.Fundamentals.Goal?.Period is not { } dated)
            return;
        Add("run", channel.Name, $"Bring out “{topic!.Title}” while there is still time to act", day, 5, Metric, [launches.First(l => l.Channel == channel.Name).Id],
            $"The goal says “{dated.Text}”; this is the last good stretch before it.");
    }

    /// <summary>Products, rules and other facts of the brief that name a time of their own within the plan.</summary>
    private void Dated()
    {
        var language = _input.Fundamentals.Company.BriefLanguage;
        var facts = _input.Fundamentals.Products.Select(p => p.Evidence)
            .Concat(_input.Fundamentals.Constraints.Where(c => c.Subject == ConstraintSubject.Timing).Select(c => c.Evidence))
            .Concat(_input.Fundamentals.OtherFacts);
        foreach (var fact in facts.DistinctBy(f => f.Quote))
        {
            if (Dates.Period(fact.Quote, _period.Start, language) is not { } span || span.From <= _launch || span.From > _period.End || span.To.DayNumber - span.From.DayNumber > 62 || _moves.Count > 80)
                continue;
            var begin = span.From.AddDays(-21);
            Add("run", null, string.Create(CultureInfo.InvariantCulture, $"Be ready for “{fact.Quote}” ({span.From:yyyy-MM-dd} to {span.To:yyyy-MM-dd})"), _days.On(begin > _launch ? begin : _launch), 5, Metric, [], $"The brief dates it ({fact.Source}).");
        }
    }

    private void Run(List<PlannedMove> launches)
    {
        var segments = SpendingSegments.Of(_channels, _input.Channels.MonthlyTotal, _input.Fundamentals.Budget, _period, launches.Select(l => l.End).DefaultIfEmpty(_launch).Max());
        foreach (var (segment, s) in segments.Select((x, i) => (x, i)))
        {
            foreach (var (channel, c) in _channels.Select((x, i) => (x, i)))
            {
                var playbook = MoveTexts.For(channel);
                var launched = launches[c];
                var start = segment.From > launched.End ? _days.On(segment.From) : _days.After(launched.End, 1);
                var money = segment.Money[c];
                _moves.Add(new()
                {
                    Id = NextId(), Phase = "run", Channel = channel.Name, Title = _texts.Fill(playbook.Run, channel, s + 1, segment.Name),
                    Start = start, End = _days.Within(segment.To < start ? start : segment.To), Budget = money, Metric = _texts.Measure(playbook, channel), After = [launched.Id],
                    Why = money is null ? "Step 10 names the channel; it costs time, or its money is not known." : string.Create(CultureInfo.InvariantCulture, $"{segment.Arithmetic}; {channel.Share:0.##%} of it."),
                });
            }
        }
    }

    private void Gaps()
    {
        var facts = _input.Fundamentals;
        var missing = new[] { (facts.Goal is null, "a goal"), (facts.Products.Count == 0, "what is sold"), (facts.Segments.Count == 0, "whom it is for"), (true, "where they can be reached") }
            .Where(m => m.Item1).Select(m => m.Item2);
        var fill = Add("prepare", null, $"Find out for {_input.Company.Name}: {string.Join(", ", missing)}", _days.On(_period.Start), 10, null, [], "The brief does not tell, and nothing can be launched without it.");
        Add("decide", null, "Decide on one channel to begin with, and plan again", _days.After(fill.End, 1), 2, null, [fill.Id], "A plan without a channel would be invention.");
    }

    private void Review()
    {
        var ran = _moves.Where(m => m.Phase == "launch").Select(m => m.Id).ToList();
        var names = _channels.Count == 0 ? "what was done" : string.Join(", ", _channels.Select(c => MoveTexts.Readable(c.Name)));
        var middle = _launch.AddDays((_period.End.DayNumber - _launch.DayNumber) / 2);
        var check = Add("measure", null, $"Hold {names} against each other by {(_input.Channels.MonthlyTotal is null ? "" : "cost per ")}{Metric}; stop nothing that has run for less than two weeks", _days.On(middle), 2, Metric, ran,
            "Half of the running time is over; enough to see differences, early enough to use them.");
        var last = Add("measure", null, $"Count {Metric} against the baseline", _days.On(_period.End.AddDays(-Math.Min(9, Math.Max(2, _period.Days / 10)))), 2, Metric, [check.Id], "The goal's own measure.");
        Add("decide", null, $"Decide which of {names} go on after {_period.End.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, with how much, and write down why", _days.On(_period.End.AddDays(-Math.Min(3, _period.Days / 12))), 2, null, [last.Id], "The plan ends; what was learned decides what follows.");
    }

    private PlannedMove Add(string phase, string? channel, string title, DateOnly start, int days, string? metric, IReadOnlyList<string> after, string why)
    {
        var begin = start;
        foreach (var earlier in _moves.Where(m => after.Contains(m.Id)))
            begin = begin > earlier.End ? begin : _days.After(earlier.End, 1);
        var end = _days.After(begin, days - 1);
        // What gates a launch must be done before it.
        if (phase == "prepare" && end >= _launch)
            end = _launch.AddDays(-1) > begin ? _launch.AddDays(-1) : begin;
        var move = new PlannedMove { Id = NextId(), Phase = phase, Channel = channel, Title = title, Start = begin, End = end < begin ? begin : end, Metric = metric, After = after, Why = why };
        _moves.Add(move);
        return move;
    }

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"M{_moves.Count + 1}");

    /// <summary>In order of start, numbered anew, so that a later number never begins before an earlier one.</summary>
    private List<PlannedMove> Numbered()
    {
        var order = _moves.Select((m, i) => (m, i)).OrderBy(x => x.m.Start).ThenBy(x => x.i).Select(x => x.m).ToList();
        var ids = order.Select((m, i) => (m.Id, New: string.Create(CultureInfo.InvariantCulture, $"M{i + 1}"))).ToDictionary(x => x.Id, x => x.New, StringComparer.Ordinal);
        return [.. order.Select(m => m with { Id = ids[m.Id], After = [.. m.After.Select(a => ids[a])] })];
    }

    internal sealed class ConstraintMove
    {
        public string Subject { get; set; } = "";

        public List<string> Effects { get; set; } = [];

        public int Days { get; set; } = 2;

        public string Title { get; set; } = "";
    }
}
