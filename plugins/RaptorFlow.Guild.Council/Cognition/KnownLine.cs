using RaptorFlow.Memory;
using RaptorFlow.Reading;

namespace RaptorFlow.Council.Cognition;

/// <summary>A sentence or line that is known, with where it stands and when it is from.</summary>
internal sealed record KnownLine(Guid? DocumentId, string Title, string Text, string? Date)
{
    /// <summary>The field it fills, where it says so: <c>Industry</c>.</summary>
    public string? Label { get; init; }

    private const string From = " (from ";
    private const int LongestLabel = 40;

    /// <summary>The sentences of a passage of memory; what the notes of earlier runs say of a line's source is taken off it.</summary>
    public static IEnumerable<KnownLine> Of(MemoryHit hit)
    {
        var dated = hit.Date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var line in hit.Text.Split('\n').Select(l => l.Trim().TrimStart('-', '*', '#', '>').Trim()).Where(l => l.Length > 0))
        {
            var (said, date) = Parts(line);
            var (label, value) = Labelled(said);
            foreach (var sentence in Sentences.Split(said).Append(said).Append(value).Distinct(StringComparer.Ordinal))
                yield return new(hit.DocumentId, hit.Title, sentence, date ?? dated) { Label = label };
        }
    }

    /// <summary>How a note tells where a line comes from.</summary>
    public static string Origin(string source, string? date) => date is null ? $"{From}{source})" : $"{From}{source}, {date})";

    private static (string Said, string? Date) Parts(string line)
    {
        var at = line.LastIndexOf(From, StringComparison.Ordinal);
        if (at <= 0 || line[^1] != ')')
            return (line, null);
        var end = line[(at + From.Length)..^1];
        var comma = end.LastIndexOf(", ", StringComparison.Ordinal);
        var date = comma < 0 ? null : end[(comma + 2)..];
        return (line[..at], date is { Length: 4 or 7 or 10 } && char.IsAsciiDigit(date[0]) ? date : null);
    }

    // "Industry: Payroll software" says what "Payroll software" says, of one field.
    private static (string? Label, string Value) Labelled(string said)
    {
        var colon = said.IndexOf(": ", StringComparison.Ordinal);
        return colon is > 0 and < LongestLabel ? (said[..colon], said[(colon + 2)..]) : (null, said);
    }
}
