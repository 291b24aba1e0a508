using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.DeepDive;

/// <summary>How the brand wants to be seen and speaks, against how the evidence shows it.</summary>
internal sealed class CompanyDeepDiveAgent : Agent<ResearchInput, CompanyDeepDive>
{
    /// <inheritdoc/>
    protected override ValueTask<Draft<CompanyDeepDive>> DraftAsync(ResearchInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var facts = DatedTable.Without(input.AllFacts()).ToList();
        var card = context.Card;
        var dive = new CompanyDeepDive
        {
            Voice = VoiceReader.Read(input, facts),
            Attributes = TraitReader.Read(facts, card.Limit("attributes", 10)),
            Story = StoryReader.Story(input, facts, card.Limit("story", 10)),
            Strengths = StoryReader.Strengths(input, facts, card.Limit("strengths", 6)),
            Weaknesses = StoryReader.Weaknesses(input, facts, card.Limit("weaknesses", 6)),
        };
        var questions = Questions(input, dive).Take(card.Limit("open_questions", 6)).ToList();
        bool[] fields = [dive.Voice.Adjectives.Count > 0, dive.Voice.Samples.Count > 0, dive.Voice.Person != "unknown", dive.Voice.Formality is not null, dive.Attributes.Any(a => a.Observed), dive.Story.Count > 0, dive.Strengths.Count > 0];
        return ValueTask.FromResult(new Draft<CompanyDeepDive>
        {
            Output = dive,
            Confidence = Confidence.FromEvidence(fields.Count(f => f), fields.Length, facts.Select(f => f.Origin()).Distinct().Count(), questions.Count),
            OpenQuestions = questions,
            ConstraintsApplied = [.. Applied(input, dive)],
        });
    }

    /// <inheritdoc/>
    protected override IEnumerable<OutputProblem> Validate(ResearchInput input, CompanyDeepDive output, AgentContext context)
    {
        foreach (var (name, value) in new[] { ("formality", output.Voice.Formality), ("playfulness", output.Voice.Playfulness), ("technicality", output.Voice.Technicality) })
        {
            if (value is < 0 or > 1)
                yield return new($"voice.{name}", "must lie between 0 and 1");
        }
        if (output.Voice.Person is not ("first_plural" or "first_singular" or "second" or "third" or "unknown"))
            yield return new("voice.person", "must be first_plural, first_singular, second, third or unknown");
        var avoid = output.Voice.AvoidWords.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var terms = input.Fundamentals.Constraints.Where(c => c is { Effect: ConstraintEffect.Forbids, Subject: ConstraintSubject.Wording }).SelectMany(c => c.Terms);
        foreach (var lost in terms.Where(t => !avoid.Contains(t)).Distinct())
            yield return new("voice.avoid_words", $"must keep “{lost}”");
        for (var i = 0; i < output.Attributes.Count; i++)
        {
            if (output.Attributes[i].Evidence.Count == 0)
                yield return new($"attributes[{i}].evidence", "an attribute needs a quotation");
        }
    }

    private static IEnumerable<OpenQuestion> Questions(ResearchInput input, CompanyDeepDive dive)
    {
        var name = input.Company.Name;
        if (dive.Voice.Samples.Count == 0)
            yield return new($"Which two or three lines has {name} published that sound exactly right?", "brand_voice.sample_lines") { Why = "The voice is measured from them." };
        if (dive.Voice.Adjectives.Count == 0)
            yield return new($"Which three adjectives should people use for the way {name} speaks?", "brand_voice.adjectives");
        foreach (var trait in dive.Attributes.Where(a => a is { Wanted: true, Observed: false }).Take(2))
            yield return new($"What would show a stranger that {name} is “{trait.Name}”?", trait.Evidence[0].Source) { Why = "It is claimed, and nothing in the brief shows it." };
        if (dive.Story.Count == 0)
            yield return new($"How did {name} begin, and what was its turning point?", "founded");
        if (dive.Weaknesses.Count == 0)
            yield return new($"What do customers of {name} complain about, or why do some leave?", "weaknesses") { Why = "The brief tells only what is good." };
    }

    private static IEnumerable<ConstraintUse> Applied(ResearchInput input, CompanyDeepDive dive)
    {
        foreach (var constraint in input.Fundamentals.Constraints.Where(c => dive.Voice.Dont.Concat(dive.Voice.Do).Any(d => d.Evidence.Contains(c.Evidence))))
            yield return new(constraint.Id, constraint.Effect == ConstraintEffect.Forbids ? $"entered under what the voice does not do{Words(constraint)}" : "entered under what the voice does");
    }

    private static string Words(Constraint constraint) =>
        constraint.Subject is ConstraintSubject.Wording or ConstraintSubject.Claim or ConstraintSubject.Tone && constraint.Terms.Count > 0 ? $"; {constraint.Terms.Count} words to avoid" : "";
}
