using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Cli.Terminal;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report;

/// <summary>Numbers the sources in the order in which the text first leans on them.</summary>
internal sealed class Footnotes(IReadOnlyList<CompanyDocument> documents, string? language)
{
    private readonly Dictionary<(string Source, string Quote), int> _numbers = [];
    private readonly List<Footnote> _notes = [];

    public IReadOnlyList<Footnote> Notes => _notes;

    public Prose Mark(IEnumerable<Evidence> evidence) =>
        new([.. evidence.Select(Number).Distinct().Order().Select(n => new Marker(n))]);

    private int Number(Evidence evidence)
    {
        var key = (evidence.Source, evidence.Quote);
        if (_numbers.TryGetValue(key, out var number))
            return number;
        number = _notes.Count + 1;
        _numbers.Add(key, number);
        _notes.Add(new(number, Labels.Place(evidence.Source, documents), CleanText.Of(evidence.Source), CleanText.Of(evidence.Quote), evidence.Date, language));
        return number;
    }
}
