using System.Collections;
using System.Reflection;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Tests;

/// <summary>Walks an answer and checks every claim in it against the facts it was made from.</summary>
internal static class ClaimChecks
{
    public static void EveryQuotationStandsInItsSource(IDraft draft, IEnumerable<Evidence> facts)
    {
        var sources = facts.GroupBy(f => f.Source, StringComparer.Ordinal).ToDictionary(g => g.Key, g => string.Join('\n', g.Select(f => f.Quote)), StringComparer.Ordinal);
        foreach (var evidence in All<Evidence>(draft.Output))
        {
            Assert.True(sources.TryGetValue(evidence.Source, out var text), $"No fact at {evidence.Source}.");
            Assert.True(text.Contains(evidence.Quote, StringComparison.Ordinal), $"“{evidence.Quote}” is not in {evidence.Source}: “{text}”.");
        }
        foreach (var finding in All<Finding>(draft.Output))
        {
            Assert.NotEmpty(finding.Evidence);
            Assert.True(finding.Basis == FindingBasis.Stated || !string.IsNullOrWhiteSpace(finding.Derivation), $"No derivation: {finding.Statement}");
        }
    }

    /// <summary>Every object of a type anywhere in an answer.</summary>
    public static IEnumerable<T> All<T>(object? value)
        where T : class
    {
        switch (value)
        {
            case null or string or decimal or DateOnly or Enum:
                yield break;
            case IEnumerable items:
                foreach (var found in items.Cast<object?>().SelectMany(All<T>))
                    yield return found;
                yield break;
        }
        if (value is T match)
            yield return match;
        if (value.GetType().IsPrimitive)
            yield break;
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
        {
            foreach (var found in All<T>(property.GetValue(value)))
                yield return found;
        }
    }
}
