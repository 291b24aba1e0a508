using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.ChannelMix;

/// <summary>Which channels the brief's constraints rule out, oblige, or leave as the only ones.</summary>
internal sealed class ChannelRules
{
    private static readonly Lazy<CueLexicon> Words = new(() => CueLexicon.Load("ChannelMix/results.yaml"));

    private readonly Dictionary<string, Constraint> _forbidden = new(StringComparer.Ordinal);
    private readonly Constraint? _only;

    public ChannelRules(Fundamentals facts)
    {
        var language = facts.Company.BriefLanguage;
        var about = facts.Constraints.Where(c => c.Subject == ConstraintSubject.Channel && c.Terms.Count > 0).ToList();
        foreach (var constraint in about.Where(c => c.Effect == ConstraintEffect.Forbids))
        {
            foreach (var id in constraint.Terms)
                _forbidden.TryAdd(id, constraint);
        }
        _only = about.FirstOrDefault(c => c.Effect == ConstraintEffect.Limits && Words.Value.Mentions("exclusive", language, c.Evidence.Quote));
        Obliged = [.. about.Where(c => c.Effect == ConstraintEffect.Obliges).SelectMany(c => c.Terms.Select(t => (t, c))).Where(o => Reason(o.t) is null)];
        Privacy = facts.Constraints.FirstOrDefault(c => c.Subject == ConstraintSubject.Privacy);
        Budget = facts.Constraints.FirstOrDefault(c => c.Subject == ConstraintSubject.Budget && c.Effect != ConstraintEffect.Obliges);
    }

    public IReadOnlyList<(string ChannelId, Constraint By)> Obliged { get; }

    public Constraint? Privacy { get; }

    public Constraint? Budget { get; }

    /// <summary>The constraint that rules a channel out, or null.</summary>
    public Constraint? Reason(string channelId) =>
        _forbidden.GetValueOrDefault(channelId) ?? (_only is not null && !_only.Terms.Contains(channelId, StringComparer.Ordinal) ? _only : null);

    /// <summary>Every channel that a constraint names as forbidden.</summary>
    public IEnumerable<ExcludedChannel> Forbidden() => _forbidden.Select(f => Excluded(f.Key, f.Value));

    public static ExcludedChannel Excluded(string channelId, Constraint by) =>
        new(channelId, $"{ChannelNames.DisplayName(channelId)}: {by.Id} rules it out (“{by.Evidence.Quote}”, {by.Evidence.Source}).", by.Id);

    public IEnumerable<ConstraintUse> Uses(IReadOnlyList<ExcludedChannel> excluded)
    {
        foreach (var group in excluded.Where(e => e.ConstraintId is not null).GroupBy(e => e.ConstraintId!, StringComparer.Ordinal))
            yield return new(group.Key, $"{Wording.List(group.Select(e => ChannelNames.DisplayName(e.ChannelId)).Distinct(StringComparer.Ordinal))} left out");
        if (_only is not null && excluded.All(e => e.ConstraintId != _only.Id))
            yield return new(_only.Id, "only the channels it names are considered");
        foreach (var obliged in Obliged)
            yield return new(obliged.By.Id, $"{ChannelNames.DisplayName(obliged.ChannelId)} is kept in the plan or asked for");
        if (Privacy is not null)
            yield return new(Privacy.Id, "named as an entry requirement of every channel that follows people");
    }
}
