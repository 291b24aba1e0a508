using System.Text.RegularExpressions;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Trends;

/// <summary>Refuses directions, strengths and counts that were not computed: a model may name and merge topics, not move them.</summary>
internal static partial class TrendChecks
{
    public static IEnumerable<OutputProblem> Problems(TrendReport output, IReadOnlyList<Trend> computed)
    {
        for (var i = 0; i < output.Topics.Count; i++)
        {
            var path = FormattableString.Invariant($"topics[{i}]");
            var topic = output.Topics[i];
            if (topic.Strength is < 0 or > 1)
                yield return new($"{path}.strength", "From 0 to 1.");
            if (topic.Evidence.Count == 0 || topic.Evidence.Any(e => e.Date is null))
                yield return new($"{path}.evidence", "At least one passage or point, all of them dated.");
            var same = computed.Where(c => Words.Fold(c.Topic) == Words.Fold(topic.Topic)).ToList();
            if (same.Count == 0)
                same = [.. computed.Where(c => c.Evidence.Any(e => topic.Evidence.Any(t => t.Source == e.Source && e.Quote.Contains(t.Quote, StringComparison.Ordinal))))];
            if (same.Count == 0)
                yield return new($"{path}.topic", "No topic of the draft has this name or this evidence; bring none of your own.");
            else if (!same.Exists(c => c.Direction == topic.Direction && c.Strength == topic.Strength))
                yield return new($"{path}.direction", $"Direction and strength were computed: {string.Join(" or ", same.Select(c => FormattableString.Invariant($"{c.Direction.ToString().ToLowerInvariant()} {c.Strength}")).Distinct())}.");
            foreach (var signal in topic.Signals.Where(s => same.Count > 0 && !same.Exists(c => c.Signals.Any(k => k.Kind == s.Kind && k.Direction == s.Direction && k.Strength == s.Strength))))
                yield return new($"{path}.signals", $"{signal.Kind} did not say {signal.Direction.ToString().ToLowerInvariant()}; keep the signals as computed.");
            if (Numbers(topic.Explanation).Concat(topic.Signals.SelectMany(s => Numbers(s.Explanation))).Except(same.SelectMany(c => Numbers(c.Explanation))).ToList() is [var number, ..])
                yield return new($"{path}.explanation", $"{number} was not computed for this topic.");
        }
    }

    private static IEnumerable<string> Numbers(string text) => Digits().Matches(text).Select(m => m.Value);

    [GeneratedRegex(@"\d+(?:[.,]\d+)*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
