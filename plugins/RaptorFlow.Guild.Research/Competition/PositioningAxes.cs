using System.Globalization;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Competition;

/// <summary>Places names on axes by the words of the evidence, and picks the two axes that place and spread the most.</summary>
internal sealed class PositioningAxes(FactBook book)
{
    private static readonly Lazy<Dictionary<string, AxisData>> Data = new(() => DataFile.Load<Dictionary<string, AxisData>>("Competition/axes.yaml"));

    public PositioningMap? Map(IReadOnlyList<(string Name, bool IsUs, IReadOnlyList<Evidence> Texts)> all)
    {
        var places = Data.Value.ToDictionary(a => a.Key, a => all.Select(x => (x.Name, x.IsUs, Place: Place(a.Value, x.Texts))).Where(p => p.Place is not null).ToDictionary(p => p.Name, p => p.Place!, StringComparer.Ordinal), StringComparer.Ordinal);
        var best = Pairs(places.Keys.ToList())
            .Select(p => (p.X, p.Y, Names: places[p.X].Keys.Intersect(places[p.Y].Keys, StringComparer.Ordinal).ToList()))
            .Where(p => p.Names.Count >= 2 && all.Any(x => !x.IsUs && p.Names.Contains(x.Name)))
            .Select(p => (p.X, p.Y, p.Names, Spread: Spread(p.Names, places[p.X]) + Spread(p.Names, places[p.Y])))
            .Where(p => Spread(p.Names, places[p.X]) > 0 || Spread(p.Names, places[p.Y]) > 0)
            .OrderByDescending(p => p.Names.Count).ThenByDescending(p => p.Spread).ThenBy(p => p.X, StringComparer.Ordinal).ThenBy(p => p.Y, StringComparer.Ordinal)
            .FirstOrDefault();
        if (best.Names is null)
            return null;
        var points = all.Where(x => best.Names.Contains(x.Name))
            .Select(x => new MapPoint(x.Name, places[best.X][x.Name].At, places[best.Y][x.Name].At, $"{places[best.X][x.Name].Why}; {places[best.Y][x.Name].Why}", x.IsUs));
        return new(Title(best.X), Title(best.Y), [.. points], [.. all.Where(x => !x.IsUs && !best.Names.Contains(x.Name)).Select(x => x.Name)]);
    }

    private static string Title(string axis) => $"{Data.Value[axis].Low} ↔ {Data.Value[axis].High}";

    private static IEnumerable<(string X, string Y)> Pairs(List<string> axes) =>
        axes.SelectMany((x, i) => axes.Skip(i + 1).Select(y => (x, y)));

    private static double Spread(List<string> names, Dictionary<string, Placed> places)
    {
        var values = names.ConvertAll(n => places[n].At);
        var mean = values.Average();
        return values.Average(v => (v - mean) * (v - mean));
    }

    private Placed? Place(AxisData axis, IReadOnlyList<Evidence> texts)
    {
        var found = new List<(double At, string Word, string Source)>();
        foreach (var text in texts)
        {
            var normalised = Phrase.Normalise(text.Quote);
            foreach (var group in axis.Groups)
            {
                // One word of a group in one text is one vote, however many of its synonyms stand beside it.
                if (group.In(book.LanguageOf(text)).FirstOrDefault(p => p.In(normalised)) is { } phrase)
                    found.Add((group.At, phrase.Text.Trim('*'), text.Source));
            }
        }
        return found.Count == 0
            ? null
            : new(Math.Round(found.Average(f => f.At), 2), Wording.List(found.Select(f => $"“{f.Word}” ({f.Source})").Distinct(StringComparer.Ordinal)));
    }

    private sealed record Placed(double At, string Why);

    private sealed class AxisData
    {
        private List<AxisGroup>? _groups;

        public string Low { get; init; } = "";

        public string High { get; init; } = "";

        public List<Dictionary<string, object>> Words { get; init; } = [];

        public IReadOnlyList<AxisGroup> Groups => _groups ??= Words.ConvertAll(AxisGroup.From);
    }

    private sealed record AxisGroup(double At, IReadOnlyDictionary<string, Phrase[]> Phrases)
    {
        public static AxisGroup From(Dictionary<string, object> data) => new(
            double.Parse((string)data["at"], CultureInfo.InvariantCulture),
            data.Where(d => d.Key != "at").ToDictionary(d => d.Key, d => ((List<object>)d.Value).Select(p => new Phrase((string)p)).ToArray(), StringComparer.Ordinal));

        public Phrase[] In(string language) => Phrases.GetValueOrDefault(language.Split('-')[0]) ?? [];
    }
}
