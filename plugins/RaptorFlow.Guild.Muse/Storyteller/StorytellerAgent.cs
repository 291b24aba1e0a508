using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Muse.Copy;

namespace RaptorFlow.Muse.Storyteller;

/// <summary>Step 9: the message house, in the company's own words and voice.</summary>
internal sealed class StorytellerAgent : Agent<MessagingInput, MessageHouse>
{
    protected override ValueTask<Draft<MessageHouse>> DraftAsync(MessagingInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var builder = new MessageHouseBuilder(input, context.Card);
        var promise = builder.Promise();
        var pillars = builder.Pillars();
        var house = new MessageHouse
        {
            Language = builder.Language,
            Promise = promise,
            Pillars = pillars,
            PersonaLines = builder.PersonaLines(),
            Story = StoryArc.Of(input),
            Dropped = builder.Dropped,
        };
        var questions = Questions(input, builder, house).Take(6).ToList();
        var backed = (builder.Promised is null ? 0 : 2) + Math.Min(3, pillars.Count) + house.Story.Count;
        var origins = pillars.SelectMany(p => p.Line.Evidence).Concat(promise.Evidence).Concat(house.Story.SelectMany(b => b.Finding.Evidence)).Select(e => e.Origin()).Distinct(StringComparer.Ordinal).Count();
        return ValueTask.FromResult(new Draft<MessageHouse>
        {
            Output = house,
            Confidence = Confidence.FromEvidence(backed, 9, origins, questions.Count),
            OpenQuestions = questions,
            ConstraintsApplied = [.. builder.Rules.Used.Distinct(), .. Kept(input.Fundamentals, builder.Rules)],
        });
    }

    protected override IEnumerable<OutputProblem> Validate(MessagingInput input, MessageHouse output, AgentContext context)
    {
        var rules = new CopyRules(input.Fundamentals, input.DeepDive.Voice.AvoidWords, output.Language);
        var limit = context.Card.Limit("line_max_chars", 140);
        var lines = output.Pillars.Select((p, i) => (p.Line, Path: string.Create(CultureInfo.InvariantCulture, $"pillars[{i}].line")))
            .Prepend((output.Promise, "promise"))
            .Concat(output.PersonaLines.Select((l, i) => (l, string.Create(CultureInfo.InvariantCulture, $"persona_lines[{i}]"))));
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (line, path) in lines)
        {
            if (TextLimit.Check($"{path}.text", line.Text, limit) is { } longLine)
                yield return longLine;
            if (line.Evidence.Count == 0)
                yield return new($"{path}.evidence", "Every line needs the facts it rests on.");
            if (rules.Offence(line.Text) is { } reason && line.Text != input.Company.Name)
                yield return new($"{path}.text", $"Must not go out: {reason}.");
            if (!ids.Add(line.Id))
                yield return new($"{path}.id", "Every line has an id of its own.");
        }
        if (TextLimit.Check("promise.text", output.Promise.Text, context.Card.Limit("promise_max_chars", 90)) is { } longPromise)
            yield return longPromise;
        var nameLimit = context.Card.Limit("pillar_name_max_chars", 48);
        foreach (var longName in output.Pillars.Select((p, i) => TextLimit.Check(string.Create(CultureInfo.InvariantCulture, $"pillars[{i}].name"), p.Name, nameLimit)).OfType<OutputProblem>())
            yield return longName;
        if (output.Pillars.Count > context.Card.Limit("pillars_max", 4))
            yield return new("pillars", "Two to four pillars.");
    }

    private static IEnumerable<OpenQuestion> Questions(MessagingInput input, MessageHouseBuilder builder, MessageHouse house)
    {
        var (facts, name) = (input.Fundamentals, input.Company.Name);
        if (builder.Promised is null)
            yield return new($"What may {name} promise its customers, in one line?", "differentiators") { Why = "Nothing in the brief sets the company apart that a public line may say." };
        if (facts.Company.CopyLanguage.Split('-')[0] != facts.Company.BriefLanguage.Split('-')[0])
            yield return new($"The brief is written in '{facts.Company.BriefLanguage}', the public reads '{facts.Company.CopyLanguage}': what are your own words there for “{house.Promise.Text}”?", "brand_voice.sample_lines") { Why = "Lines are not translated by machine; they stand in the brief's words until then." };
        else if (!builder.HasPatterns)
            yield return new($"Who writes the lines in '{facts.Company.CopyLanguage}'? There is no phrase book for it, so they stand verbatim as the brief has them.", "languages");
        foreach (var pillar in house.Pillars.Where(p => p.Proof.Count < 2).Take(1))
            yield return new($"What proves “{pillar.Name}”: a figure, a customer's words, a test?", pillar.Line.Evidence[0].Source) { Why = "It is the claim's only source." };
        if (input.DeepDive.Voice.Samples.Count == 0)
            yield return new($"Which two or three lines that {name} has published sound most like it?", "brand_voice.sample_lines") { Why = "The voice was judged from adjectives alone." };
        if (house.Story.All(b => b.Beat != "tension"))
            yield return new($"What was hard for your customers before they came to {name}?", "target_customers") { Why = "The story has no tension without it." };
    }

    private static IEnumerable<ConstraintUse> Kept(Fundamentals facts, CopyRules rules) =>
        facts.Constraints.Where(c => c.Subject is ConstraintSubject.Tone or ConstraintSubject.Claim or ConstraintSubject.Wording or ConstraintSubject.Comparison or ConstraintSubject.Price
                && rules.Used.TrueForAll(u => u.ConstraintId != c.Id))
            .Select(c => new ConstraintUse(c.Id, $"every line was held against it ({c.Meaning}); none breaks it"));
}
