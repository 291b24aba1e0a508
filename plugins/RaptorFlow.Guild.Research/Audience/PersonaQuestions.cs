using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Audience;

/// <summary>Asks for what the evidence does not tell about the people of a brief.</summary>
internal static class PersonaQuestions
{
    private static readonly (string List, string Question, string Why)[] Texts =
    [
        ("pains", "What bothers {0} most before they come to {1}?", "Messages begin with the reader's trouble."),
        ("objections", "What makes {0} hesitate to choose {1}?", "An objection nobody named cannot be answered."),
        ("triggers", "What has usually just happened when {0} start looking for something like {1}?", "It decides when to be present."),
        ("channels", "Where do {0} look, read or ask before they choose something like {1}?", "Channels are ranked without it."),
        ("goals", "What do {0} want to have achieved with the help of {1}?", "It is the benefit a message promises."),
    ];

    public static IEnumerable<OpenQuestion> For(Fundamentals facts, IReadOnlyList<Persona> people, IReadOnlyList<string> dropped, bool hasCustomerText)
    {
        var name = facts.Company.Name;
        foreach (var segment in facts.Segments.Where(s => Instructions.Speaks(s.Evidence.Quote)))
            yield return new($"The entry {segment.Evidence.Source} reads like an instruction to a program, not like a group of people. Whom does {name} serve there?", segment.Evidence.Source);
        if (people.Count == 0)
        {
            yield return new($"Who decides for {name}, and who uses what it offers: which people, in which situation?", "target_customers") { Why = "Without a group there is nobody to speak to." };
            yield break;
        }
        if (!hasCustomerText)
            yield return new($"Can you add reviews, interviews or messages in which customers of {name} speak for themselves?", "documents") { Why = "Their own words fill goals, pains and objections with evidence." };
        foreach (var (list, question, why) in Texts)
        {
            var open = people.Where(p => p.Unknown.Contains(list, StringComparer.Ordinal)).ToList();
            if (open.Count > 0)
                yield return new(string.Format(System.Globalization.CultureInfo.InvariantCulture, question, Names(open), name), Field(open[0])) { Why = why };
        }
        if (dropped.Count > 0)
            yield return new($"Do {Wording.List(dropped)} matter for this campaign as well?", "target_customers");
    }

    private static string Names(List<Persona> open)
    {
        var names = open.Take(3).Select(p => p.Role).ToList();
        return open.Count > 3 ? $"{string.Join(", ", names)} and the others" : Wording.List(names);
    }

    private static string Field(Persona persona) => persona.Evidence.Source;
}
