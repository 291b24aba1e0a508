using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Muse.Copy;

namespace RaptorFlow.Muse.Pillars;

/// <summary>Step 11: subjects the company can speak about with right, and topics within them.</summary>
internal sealed class PillarsAgent : Agent<ContentInput, ContentPlan>
{
    protected override ValueTask<Draft<ContentPlan>> DraftAsync(ContentInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var drafts = new PillarDrafts(input, context);
        var found = drafts.All();
        var shares = Shares([.. found.Select(p => p.Weight)]);
        var plan = new ContentPlan([.. found.Select((p, i) => new ContentPillar
        {
            Name = p.Name, Why = p.Why, PersonaIds = p.PersonaIds, Topics = p.Topics, Share = shares[i],
        })]);
        var questions = Questions(input, found).Take(6).ToList();
        var topics = found.SelectMany(p => p.Topics).ToList();
        return ValueTask.FromResult(new Draft<ContentPlan>
        {
            Output = plan,
            Confidence = Confidence.FromEvidence(Math.Min(3, found.Count) + topics.Count(t => t.Needs is null), Math.Max(3, 3 + topics.Count),
                topics.SelectMany(t => t.Evidence).Select(e => e.Origin()).Distinct(StringComparer.Ordinal).Count(), questions.Count),
            OpenQuestions = questions,
            ConstraintsApplied = Used(input, drafts, topics),
        });
    }

    protected override IEnumerable<OutputProblem> Validate(ContentInput input, ContentPlan output, AgentContext context)
    {
        var planned = input.Channels.Channels.SelectMany(c => c.ChannelIds).ToHashSet(StringComparer.Ordinal);
        var rules = new CopyRules(input.Fundamentals, input.DeepDive.Voice.AvoidWords, input.Messages.Language);
        if (output.Pillars.Count > 0 && output.Pillars.Sum(p => p.Share) != 1m)
            yield return new("pillars", "The shares add up to 1.");
        if (output.Pillars.Count > context.Card.Limit("pillars_max", 5))
            yield return new("pillars", "Three to five pillars.");
        var nameLimit = context.Card.Limit("pillar_name_max_chars", 48);
        var titleLimit = context.Card.Limit("title_max_chars", 110);
        foreach (var (pillar, p) in output.Pillars.Select((x, i) => (x, i)))
        {
            if (TextLimit.Check(string.Create(CultureInfo.InvariantCulture, $"pillars[{p}].name"), pillar.Name, nameLimit) is { } longName)
                yield return longName;
            foreach (var (topic, t) in pillar.Topics.Select((x, i) => (x, i)))
            {
                var path = string.Create(CultureInfo.InvariantCulture, $"pillars[{p}].topics[{t}]");
                if (topic.ChannelIds.FirstOrDefault(c => !planned.Contains(c)) is { } stranger)
                    yield return new($"{path}.channel_ids", $"'{stranger}' is not a channel of the plan.");
                if (TextLimit.Check($"{path}.title", topic.Title, titleLimit) is { } longTitle)
                    yield return longTitle;
                if (topic.Evidence.Count == 0)
                    yield return new($"{path}.evidence", "A topic needs something it can be written from.");
                if (rules.Offence(topic.Title) is { } reason)
                    yield return new($"{path}.title", $"Must not go out: {reason}.");
            }
        }
    }

    private static List<ConstraintUse> Used(ContentInput input, PillarDrafts drafts, List<ContentTopic> topics)
    {
        var used = drafts.Rules.Used.Distinct().ToList();
        used.AddRange(input.Fundamentals.Constraints
            .Select(c => (Constraint: c, Topics: topics.Where(t => t.Needs?.Contains(c.Id, StringComparison.Ordinal) ?? false).Select(t => $"“{t.Title}”").ToList()))
            .Where(c => c.Topics.Count > 0)
            .Select(c => new ConstraintUse(c.Constraint.Id, $"to be checked before these are written: {string.Join(", ", c.Topics)}")));
        if (drafts.Rules.Comparison is { Effect: ConstraintEffect.Forbids } comparison)
            used.Add(new(comparison.Id, "no pillar compares with competitors"));
        return used;
    }

    private static IEnumerable<OpenQuestion> Questions(ContentInput input, IReadOnlyList<PillarDraft> found)
    {
        var name = input.Company.Name;
        if (found.Count < 3)
            yield return new($"What do people ask {name} most often? Each recurring question is a subject.", "products") { Why = "The brief carries fewer than three subjects." };
        if (input.Channels.Channels.Count == 0)
            yield return new($"Where does {name} publish today?", "budget.split") { Why = "Topics have no place to appear." };
        yield return new($"Who at {name} writes, and how many pieces a month are realistic?", "constraints") { Why = "Shares become a calendar only with a capacity." };
        if (input.Fundamentals.History.Any(h => h.Outcome == Outcome.Unknown))
            yield return new($"How did “{input.Fundamentals.History.First(h => h.Outcome == Outcome.Unknown).Name}” go, in figures?", "past_campaigns") { Why = "What worked once is the best source of topics." };
    }

    /// <summary>Shares in hundredths that add up to 1 exactly, by largest remainder.</summary>
    private static IReadOnlyList<decimal> Shares(IReadOnlyList<double> weights)
    {
        var total = weights.Sum();
        var exact = weights.Select(w => w / total * 100).ToList();
        var units = exact.Select(e => (int)Math.Floor(e)).ToList();
        foreach (var i in Enumerable.Range(0, exact.Count).OrderByDescending(i => exact[i] - units[i]).ThenBy(i => i).Take(100 - units.Sum()).ToList())
            units[i]++;
        return [.. units.Select(u => u / 100m)];
    }
}
