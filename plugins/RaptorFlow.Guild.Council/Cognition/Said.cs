using System.Text.RegularExpressions;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Council.Cognition;

/// <summary>A statement taken apart, so that it can be held against another.</summary>
internal sealed partial record Said
{
    public required string Text { get; init; }

    /// <summary>Its content words, without inflection, numbers left out.</summary>
    public required IReadOnlySet<string> Stems { get; init; }

    /// <summary>Those that it writes with a capital letter.</summary>
    public required IReadOnlySet<string> Names { get; init; }

    public required IReadOnlyList<Figure> Figures { get; init; }

    public required IReadOnlySet<string> Years { get; init; }

    public required bool Denies { get; init; }

    /// <summary>When it holds, as ISO 8601 as far as is known; null when nothing says.</summary>
    public string? Date { get; init; }

    /// <param name="text">What is said.</param>
    /// <param name="language">By whose endings and words; the same for both that are compared.</param>
    /// <param name="date">When its source is from.</param>
    public static Said Of(string text, string language, string? date)
    {
        var stems = Words.Stems(text, language).Where(s => !char.IsDigit(s[0])).ToHashSet(StringComparer.Ordinal);
        var figures = Numbers.Read(text, language).Select(q => new Figure(q, q.Unit is null ? null : Words.Stem(q.Unit, language))).ToList();
        return new()
        {
            Text = text,
            Stems = stems,
            Names = Word().Matches(text).Where(m => char.IsUpper(m.Value[0]) || m.Value.Skip(1).Any(char.IsUpper)).SelectMany(m => Words.Tokens(m.Value)).Select(w => Words.Stem(w, language)).Where(stems.Contains).ToHashSet(StringComparer.Ordinal),
            Figures = figures,
            Years = Year().Matches(text).Select(m => m.Value).ToHashSet(StringComparer.Ordinal),
            Denies = Negations.In(text, language),
            Date = figures.Select(f => f.Value.AsOf).OfType<string>().Max(StringComparer.Ordinal) ?? date,
        };
    }

    [GeneratedRegex(@"\p{L}[\p{L}\p{M}\p{Nd}]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<!\d)(18|19|20|21)\d\d(?!\d)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Year();
}

/// <summary>A number of a statement.</summary>
/// <param name="Value">What it says.</param>
/// <param name="Unit">What is counted, without inflection; null when it does not say.</param>
internal sealed record Figure(Quantity Value, string? Unit);
