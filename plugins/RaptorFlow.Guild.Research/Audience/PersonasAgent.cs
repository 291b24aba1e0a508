using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Audience;

/// <summary>Step 3: the people of the brief, each with what the evidence tells and the rest named as unknown.</summary>
internal sealed class PersonasAgent : Agent<ResearchInput, PersonaSet>
{
    private const int Lists = 6;
    private const int MostQuestions = 6;

    protected override ValueTask<Draft<PersonaSet>> DraftAsync(ResearchInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var facts = input.Fundamentals;
        var (allowed, uses) = Allowed(PersonaSeeds.From(facts), facts);
        var most = context.Card.Limit("personas_max", 8);
        var voice = new CustomerVoice(input, facts);
        var miner = new PersonaMiner(facts, voice, allowed, context.Card);
        var people = allowed.Take(most).Select((seed, i) => miner.Describe(seed, string.Create(CultureInfo.InvariantCulture, $"A{i + 1}"))).ToList();
        var questions = PersonaQuestions.For(facts, people, [.. allowed.Skip(most).Select(s => s.Role)], voice.HasCustomerText).Take(MostQuestions).ToList();
        return ValueTask.FromResult(new Draft<PersonaSet>
        {
            Output = new(people),
            OpenQuestions = questions,
            ConstraintsApplied = uses,
            Confidence = Confidence.FromEvidence(
                people.Sum(p => Lists - p.Unknown.Count),
                Math.Max(1, people.Count * Lists),
                Wording.Origins(people.SelectMany(p => p.Quotes.Append(p.Evidence))),
                questions.Count),
        });
    }

    protected override IEnumerable<OutputProblem> Validate(ResearchInput input, PersonaSet output, AgentContext context)
    {
        var segments = input.Fundamentals.Segments.Select(s => s.Id).Append("goal").ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < output.People.Count; i++)
        {
            var person = output.People[i];
            var path = string.Create(CultureInfo.InvariantCulture, $"people[{i}]");
            if (!segments.Contains(person.SegmentId))
                yield return new($"{path}.segment_id", $"{person.SegmentId} is no segment of the fundamentals.");
            if (person.Quotes.Any(q => !q.Source.StartsWith("documents[", StringComparison.Ordinal)))
                yield return new($"{path}.quotes", "Quotes are customers' own words and come from documents only.");
            foreach (var name in Empty(person).Except(person.Unknown, StringComparer.Ordinal))
                yield return new($"{path}.unknown", $"The list {name} is empty and must be named as unknown.");
        }
        if (output.People.Select(p => p.Id).Distinct(StringComparer.Ordinal).Count() != output.People.Count)
            yield return new("people", "Ids must be unique.");
    }

    private static IEnumerable<string> Empty(Persona person)
    {
        if (person.Goals.Count == 0)
            yield return "goals";
        if (person.Pains.Count == 0)
            yield return "pains";
        if (person.Triggers.Count == 0)
            yield return "triggers";
        if (person.Objections.Count == 0)
            yield return "objections";
        if (person.Channels.Count == 0)
            yield return "channels";
    }

    /// <summary>Leaves out people whom a constraint forbids to address.</summary>
    private static (List<PersonaSeed> Allowed, List<ConstraintUse> Uses) Allowed(IReadOnlyList<PersonaSeed> seeds, Fundamentals facts)
    {
        var uses = new List<ConstraintUse>();
        var allowed = seeds.ToList();
        foreach (var constraint in facts.Constraints.Where(c => c is { Subject: ConstraintSubject.Audience, Effect: ConstraintEffect.Forbids }))
        {
            var left = allowed.Where(s => constraint.Terms.Any(t => t.Length > 2 && new Phrase(t).In(Phrase.Normalise(s.Role)))).ToList();
            if (left.Count == 0)
                continue;
            allowed.RemoveAll(left.Contains);
            uses.Add(new(constraint.Id, $"{Wording.List(left.Select(s => s.Role))} left out: not to be addressed"));
        }
        return (allowed, uses);
    }
}
