using RaptorFlow.Agents;

namespace RaptorFlow.Bench.Models;

/// <param name="Agent">Its code.</param>
/// <param name="Tier">The tier of its models.</param>
/// <param name="Question">What it asks; the same words are the same question.</param>
/// <param name="Recalls">Whether its answer depends on the workspace's documents.</param>
/// <param name="Again">Whether its task fails after the answer and is done again.</param>
internal sealed record DayCall(string Agent, ModelTier Tier, string Question, bool Recalls, bool Again);

/// <param name="Workspace">Which of the workspaces.</param>
/// <param name="Fresh">Takes nothing that was answered before it.</param>
/// <param name="DocumentCame">A document came into the workspace's memory before it.</param>
/// <param name="Calls">What its agents ask.</param>
internal sealed record DayRun(int Workspace, bool Fresh, bool DocumentCame, IReadOnlyList<DayCall> Calls);

/// <summary>A synthetic day, from a seed. What it assumes stands in bench/README.md.</summary>
internal sealed class DayMix(int seed)
{
    public const int Workspaces = 20;

    private const int Companies = 12;
    private const int ShortestPrompt = 6_000;
    private const int LongestPrompt = 24_000;

    private static readonly (ModelTier Tier, double Share, int Agents)[] Tiers = [(ModelTier.Economy, 0.9, 18), (ModelTier.Balanced, 0.08, 5), (ModelTier.Premium, 0.02, 2)];

    private readonly Random _random = new(seed);
    private readonly int[,] _briefs = new int[Workspaces, Companies];
    private int _occasions;

    public IEnumerable<DayRun> Runs(int count) => Enumerable.Range(0, count).Select(_ => Next());

    private DayRun Next()
    {
        var (workspace, company) = (Ranked(Workspaces), Ranked(Companies));
        if (Chance(0.02))
            _briefs[workspace, company]++;
        var (agents, ownWords) = _random.NextDouble() switch
        {
            < 0.6 => (1, 0.5),
            < 0.9 => (_random.Next(3, 6), 0.3),
            _ => (12, 0),
        };
        var about = $"Workspace {workspace}, company {company}, brief {_briefs[workspace, company]}, {(Chance(ownWords) ? $"occasion {++_occasions}" : "no words of one's own")}";
        return new(workspace, Chance(0.05), Chance(0.06), [.. Enumerable.Range(0, agents).Select(_ => Call(about)).DistinctBy(c => c.Agent)]);
    }

    private DayCall Call(string about)
    {
        var (draw, i) = (_random.NextDouble(), 0);
        for (; i < Tiers.Length - 1 && draw >= Tiers[i].Share; i++)
            draw -= Tiers[i].Share;
        var agent = Ranked(Tiers[i].Agents);
        var code = $"DAY-{i}{agent:00}";
        return new(code, Tiers[i].Tier, Prompt(code, about), agent % 2 == 0, Chance(0.04));
    }

    // An agent's prompts are all of a length.
    private static string Prompt(string agent, string about)
    {
        var length = ShortestPrompt + (agent.Sum(c => c * 7919) % (LongestPrompt - ShortestPrompt));
        return $"{agent}. {about}. ".PadRight(length, '.');
    }

    private bool Chance(double of) => _random.NextDouble() < of;

    // The second is drawn half as often as the first, the third a third as often.
    private int Ranked(int count)
    {
        var draw = _random.NextDouble() * Enumerable.Range(1, count).Sum(rank => 1.0 / rank);
        for (var i = 0; i < count - 1; i++)
        {
            draw -= 1.0 / (i + 1);
            if (draw < 0)
                return i;
        }
        return count - 1;
    }
}
