using RaptorFlow.Marketing;

namespace RaptorFlow.Council.Cognition;

/// <summary>Which fields an input has: <c>competitors</c>, <c>competitors[].note</c>, <c>documents</c>.</summary>
internal static class GivenFields
{
    public static IReadOnlySet<string> Of(LearningInput input)
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pattern in input.Company.Facts().Select(f => JsonPaths.Pattern(f.Source)))
        {
            // Each part of a path is given with the whole: budget.split.linkedin, budget.split, budget.
            for (var end = pattern.Length; end > 0; end = pattern.LastIndexOfAny(['.', '['], end - 1))
                given.Add(pattern[..end]);
        }
        if (input.Documents.Count > 0)
            given.Add("documents");
        if (input.Metrics is not null)
            given.Add("metrics");
        if (input.SearchInterest.Count > 0)
            given.Add("search_interest");
        return given;
    }
}
