using System.Globalization;
using System.Text.RegularExpressions;
using RaptorFlow.Memory;

namespace RaptorFlow.Council.Cognition;

/// <summary>How many runs spoke for and against a learning, and which of late, so that a run that is done again counts once.</summary>
internal sealed partial record LearningCount(int For, int Against, IReadOnlyList<(string Run, bool Holds)> Recent)
{
    private const int Remembered = 10;

    public static LearningCount None { get; } = new(0, 0, []);

    public double Share => For + Against == 0 ? 0 : Math.Round((double)For / (For + Against), 2);

    /// <summary>The count with a run in it, whatever the run said before.</summary>
    public LearningCount With(Guid run, bool holds)
    {
        var name = run.ToString("N")[20..];
        var before = Recent.Where(r => r.Run == name).ToList();
        var (agreed, disagreed) = (For - before.Count(r => r.Holds), Against - before.Count(r => !r.Holds));
        return new(Math.Max(0, agreed) + (holds ? 1 : 0), Math.Max(0, disagreed) + (holds ? 0 : 1), [(name, holds), .. Recent.Where(r => r.Run != name).Take(Remembered - 1)]);
    }

    /// <summary>As it is written into the learning's document.</summary>
    public string Written()
    {
        var runs = string.Join(", ", Recent.Select(r => $"{r.Run} {(r.Holds ? "yes" : "no")}"));
        return string.Create(CultureInfo.InvariantCulture, $"Held in {For} of {For + Against} runs with this input ({Share * 100:0} %).\n\nLatest runs: {runs}.");
    }

    /// <summary>As it was written; nothing where a person has changed the text beyond recognition.</summary>
    public static LearningCount Read(MemoryHit hit)
    {
        if (Counted().Match(hit.Text) is not { Success: true } counted
            || !int.TryParse(counted.Groups[1].Value, CultureInfo.InvariantCulture, out var agreed) || !int.TryParse(counted.Groups[2].Value, CultureInfo.InvariantCulture, out var all) || agreed > all)
        {
            return None;
        }
        return new(agreed, all - agreed, [.. Named().Matches(hit.Text).Select(m => (m.Groups[1].Value, m.Groups[2].Value == "yes"))]);
    }

    [GeneratedRegex(@"Held in (\d+) of (\d+) runs", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Counted();

    [GeneratedRegex(@"\b([0-9a-f]{12}) (yes|no)\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
