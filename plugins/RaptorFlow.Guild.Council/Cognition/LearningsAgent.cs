using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Memory;

namespace RaptorFlow.Council.Cognition;

/// <summary>Counts over the workspace's runs what input went with what outcome, by written rules.</summary>
internal sealed class LearningsAgent : Agent<LearningInput, LearningReport>
{
    private const string Type = "learning";
    private const int Passages = 10;

    protected override async ValueTask<Draft<LearningReport>> DraftAsync(LearningInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var given = GivenFields.Of(input);
        var learnings = new List<Learning>();
        var notes = new List<MemoryNote>();
        foreach (var rule in LearningRule.All.Where(r => r.When.Fits(given)))
        {
            if (rule.Then.Look(input) is not var (holds, observed))
                continue;
            var before = await BeforeAsync(rule, context, cancellationToken);
            var count = (before is null ? LearningCount.None : LearningCount.Read(before)).With(context.RunId, holds);
            var learning = new Learning(rule.Key, rule.Statement, observed, holds, count.For, count.Against) { Support = count.Share, Advice = rule.Advice, DocumentId = before?.DocumentId };
            learnings.Add(learning);
            // What never held is no learning; what held once is told of with what speaks against it.
            if (count.For > 0 || before is not null)
                notes.Add(Note(learning, count, context.Today));
        }
        return new()
        {
            Output = new(learnings, LearningRule.All.Count),
            Confidence = Confidence.FromEvidence(learnings.Count(l => l.Holds), Math.Max(1, learnings.Count), learnings.Exists(l => l.RunsFor + l.RunsAgainst > 1) ? 2 : 1, 0),
            Remembers = notes,
        };
    }

    protected override IEnumerable<OutputProblem> Validate(LearningInput input, LearningReport output, AgentContext context)
    {
        foreach (var learning in output.Learnings)
        {
            if (LearningRule.All.FirstOrDefault(r => r.Key == learning.Key) is not { } rule || rule.Statement != learning.Statement)
                yield return new("learnings", $"{learning.Key} is no rule, or says something else.");
            if (learning.RunsFor < 0 || learning.RunsAgainst < 0 || learning.Support != new LearningCount(learning.RunsFor, learning.RunsAgainst, []).Share)
                yield return new("learnings", $"The support of {learning.Key} is not the share of its runs.");
        }
    }

    private static async Task<MemoryHit?> BeforeAsync(LearningRule rule, AgentContext context, CancellationToken cancellationToken)
    {
        var source = MemoryNote.SourceOf(context.Card.Code, rule.Key);
        var query = string.Concat(rule.Statement.Select(c => char.IsLetterOrDigit(c) ? c : ' '));
        return (await context.Memory.SearchAsync(query, [MemoryCollections.CampaignBriefs], Passages, cancellationToken)).FirstOrDefault(h => h.Source == source);
    }

    private static MemoryNote Note(Learning learning, LearningCount count, DateOnly today)
    {
        var advice = learning.Advice is { } what ? $"\n\nWhat may help: {what}" : "";
        return new(learning.Statement, $"# {learning.Statement}\n\n{count.Written()}\n\nLast seen: {learning.Observed}.{advice}\n", MemoryCollections.CampaignBriefs)
        {
            Type = Type,
            Key = learning.Key,
            Date = today,
        };
    }
}
