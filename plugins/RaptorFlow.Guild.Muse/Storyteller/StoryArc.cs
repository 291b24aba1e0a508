using RaptorFlow.Marketing;

namespace RaptorFlow.Muse.Storyteller;

/// <summary>The story's beats, each only where the evidence tells it.</summary>
internal static class StoryArc
{
    public static IReadOnlyList<StoryBeat> Of(MessagingInput input)
    {
        var beats = new List<StoryBeat>();
        var person = input.Personas.People.OrderByDescending(p => p.InGoal).FirstOrDefault();
        var situation = input.DeepDive.Story.Count > 0 ? input.DeepDive.Story[0] : input.Fundamentals.Company.Founded;
        Add("situation", situation);
        Add("tension", person?.Pains.Concat(person.Triggers).FirstOrDefault() ?? input.DeepDive.Weaknesses.FirstOrDefault(w => w.Evidence.Count > 0));
        Add("turn", input.DeepDive.Story.Skip(1).FirstOrDefault() ?? Turn(input));
        Add("resolution", input.Positioning.Parts.TryGetValue("benefit", out var benefit) ? benefit : null);
        return beats;

        void Add(string beat, Finding? finding)
        {
            if (finding is not null)
                beats.Add(new(beat, finding));
        }
    }

    private static Finding? Turn(MessagingInput input) =>
        input.Fundamentals.History.Select(h => h.Evidence.Count == 0 ? null : Finding.Stated(h.Name, h.Evidence)).FirstOrDefault(f => f is not null);
}
