using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.ChannelMix;

/// <summary>Scores how well channels fit a company: audience, objective, budget and sales cycle.</summary>
internal sealed class ChannelFit
{
    private const double Neutral = 0.5;
    private static readonly Lazy<CueLexicon> Groups = new(() => CueLexicon.Load("ChannelMix/groups.yaml"));

    private readonly Fundamentals _facts;
    private readonly AgentCard _card;
    private readonly HashSet<string> _groups;
    private readonly HashSet<string> _metThere;
    private readonly string _cycle;

    public ChannelFit(ChannelInput input, ChannelEvidence evidence, AgentCard card)
    {
        _facts = input.Fundamentals;
        _card = card;
        _cycle = ChannelTable.Cycle(_facts.Model);
        var people = _facts.Segments.Select(s => s.Evidence.Quote).Concat(input.Personas.People.Select(p => p.Role)).Append(_facts.Goal?.Audience ?? "");
        _groups = [.. Groups.Value.TopicsIn(_facts.Company.BriefLanguage, string.Join(" · ", people))];
        _metThere = [.. input.Personas.People.SelectMany(p => p.Channels).SelectMany(evidence.ChannelsIn)];
    }

    /// <summary>The four parts for a name that may mean several channels; neutral for channels the table does not know.</summary>
    public IReadOnlyDictionary<string, double> Parts(IReadOnlyList<string> ids, Money? money)
    {
        var each = ids.Select(id => One(id, money)).ToList();
        if (each.Count == 0)
            each.Add((Neutral, Neutral, Neutral, Neutral));
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["audience"] = Math.Round(each.Average(p => p.Audience), 2),
            ["objective"] = Math.Round(each.Average(p => p.Objective), 2),
            ["budget"] = Math.Round(each.Average(p => p.Budget), 2),
            ["cycle"] = Math.Round(each.Average(p => p.Cycle), 2),
        };
    }

    public double Total(IReadOnlyDictionary<string, double> parts)
    {
        var weights = new[] { ("audience", 0.4), ("objective", 0.25), ("budget", 0.2), ("cycle", 0.15) }
            .Select(w => (w.Item1, Weight: _card.Parameter("weight_" + w.Item1, w.Item2))).ToList();
        return Math.Round(weights.Sum(w => w.Weight * parts[w.Item1]) / weights.Sum(w => w.Weight), 2);
    }

    /// <summary>Groups of people that both the brief names and the channel reaches.</summary>
    public IEnumerable<string> SharedGroups(string id) =>
        ChannelTable.Rows.TryGetValue(id, out var row) ? row.Groups.Where(_groups.Contains) : [];

    /// <summary>How well the channel covers the area served; 0 rules it out.</summary>
    public double Reach(ChannelRow row) => _facts.Scope.Reach == MarketReach.Unknown
        ? row.Reach.Values.DefaultIfEmpty(Neutral).Average()
        : row.Reach.GetValueOrDefault(ChannelTable.Key(_facts.Scope.Reach), Neutral);

    private (double Audience, double Objective, double Budget, double Cycle) One(string id, Money? money)
    {
        if (!ChannelTable.Rows.TryGetValue(id, out var row))
            return (Neutral, Neutral, Neutral, Neutral);
        var objective = _facts.Goal is { } goal
            ? row.Objectives.GetValueOrDefault(ChannelTable.Key(goal.Objective), Neutral)
            : row.Objectives.Values.DefaultIfEmpty(Neutral).Average();
        return (Audience(id, row), objective, Budget(row, money), row.Cycles.GetValueOrDefault(_cycle, Neutral));
    }

    private double Audience(string id, ChannelRow row)
    {
        var reach = Reach(row);
        var organisations = row.Audiences.GetValueOrDefault("organisations", Neutral);
        var people = row.Audiences.GetValueOrDefault("people", Neutral);
        var who = _facts.Model.SellsToOrganisations switch { true => organisations, false => people, null => (organisations + people) / 2 };
        var score = reach == 0 ? who / 4 : ((who + reach) / 2) + (0.1 * Math.Min(2, SharedGroups(id).Count()));
        return _metThere.Contains(id) ? Math.Max(0.9, Math.Min(1, score)) : Math.Min(1, score);
    }

    private static double Budget(ChannelRow row, Money? money)
    {
        if (money is null)
            return 1 / (1 + ((double)row.MinMonthlyUsd / 1000));
        if (row.MinMonthlyUsd == 0)
            return 1;
        return MoneyUnits.RoughUsd(money) is { } usd ? Math.Min(1, (double)(usd / row.MinMonthlyUsd)) : Neutral;
    }
}
