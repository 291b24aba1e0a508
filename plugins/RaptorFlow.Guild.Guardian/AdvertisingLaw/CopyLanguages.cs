using RaptorFlow.Guild.Guardian.Rulebook;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Guardian.AdvertisingLaw;

/// <summary>The languages a company's lines may be in, and which of them rules are written in.</summary>
/// <param name="Known">Languages checked; English always, since public lines borrow from it.</param>
/// <param name="Unknown">Languages of the lines that no rule is written in.</param>
internal sealed record CopyLanguages(IReadOnlyList<string> Known, IReadOnlyList<string> Unknown)
{
    public static CopyLanguages Of(ComplianceInput input)
    {
        var copy = new[] { input.Messages?.Language, input.Fundamentals.Company.CopyLanguage }.OfType<string>().Select(Primary).Where(l => l.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var known = copy.Append(Primary(input.Fundamentals.Company.BriefLanguage)).Append("en").Where(RuleSet.Languages.Contains).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new([.. known], [.. copy.Where(l => !RuleSet.Languages.Contains(l))]);
    }

    private static string Primary(string tag) => tag.Split('-', '_')[0].Trim().ToLowerInvariant();
}
