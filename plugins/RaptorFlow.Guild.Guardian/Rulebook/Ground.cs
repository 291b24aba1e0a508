using System.Globalization;

namespace RaptorFlow.Guild.Guardian.Rulebook;

/// <summary>What a rule rests on, by jurisdiction.</summary>
internal sealed class Ground
{
    public const string General = "general";

    private readonly List<GroundData> _entries;

    public Ground(string key, List<GroundData> entries)
    {
        Key = key;
        _entries = entries;
    }

    public string Key { get; }

    public IReadOnlyList<GroundData> Entries => _entries;

    /// <summary>
    /// The laws that apply: those of the jurisdictions given, or the general code where none of them has one. A Union law is named
    /// beside a member state's own.
    /// </summary>
    public IReadOnlyList<GroundData> For(IReadOnlyList<string> jurisdictions, DateOnly today)
    {
        var inForce = _entries.Where(e => e.From is null || DateOnly.ParseExact(e.From, "yyyy-MM-dd", CultureInfo.InvariantCulture) <= today).ToList();
        var exact = inForce.Where(e => jurisdictions.Contains(e.Jurisdiction)).OrderBy(e => IndexOf(jurisdictions, e.Jurisdiction)).ToList();
        return exact.Count > 0 ? exact : [.. inForce.Where(e => e.Jurisdiction == General)];
    }

    private static int IndexOf(IReadOnlyList<string> list, string value)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] == value)
                return i;
        }
        return list.Count;
    }
}
