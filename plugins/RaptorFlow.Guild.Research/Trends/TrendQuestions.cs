using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Trends;

/// <summary>Asks for what a direction needs and the input does not hold.</summary>
internal static class TrendQuestions
{
    public static IEnumerable<OpenQuestion> Of(TrendsInput input, TrendEvidence evidence, IReadOnlyList<Finding> watch)
    {
        if (evidence.Texts.Count < DocumentSignal.FewestDocuments && (evidence.Series.Count == 0 || watch.Count > 0))
        {
            var topics = watch.Count > 0 ? Wording.List(watch.Take(3).Select(w => Wording.Short(w.Evidence[0].Quote, 60))) : $"the market of {input.Company.Name}";
            yield return new($"Which dated sources on {topics} can you add: sales or enquiries by month, exports of search interest, trade press, at least three from different dates?", "documents")
            {
                Why = "A direction needs at least three dated documents, or search interest over time.",
            };
        }
        foreach (var question in evidence.Exports.Select(e => e.Question).OfType<OpenQuestion>())
            yield return question;
        foreach (var series in evidence.Series.Where(s => !s.HasTwoYears))
        {
            var name = $"“{Wording.Short(series.Topic)}”{(series.Place is null ? "" : $" in {series.Place}")}";
            yield return series.Points.Count < InterestSignal.FewestPoints
                ? new($"Can you add more periods of search interest for {name}, best 24 months?", Points(series)) { Why = FormattableString.Invariant($"There {(series.Points.Count == 1 ? "is one point" : $"are {series.Points.Count} points")}; a direction needs three.") }
                : new($"Can you add 24 months of search interest for {name}?", Points(series)) { Why = "In less than two years a season looks like a trend." };
        }
        for (var i = 0; i < input.Documents.Count; i++)
        {
            var origin = FormattableString.Invariant($"documents[{i}]");
            if (DatedText.Day0(input.Documents[i].Date) is null && !evidence.Exports.Any(e => e.Origin == origin))
                yield return new($"When is “{Wording.Short(input.Documents[i].Title)}” from?", $"{origin}.date") { Why = "Undated documents cannot show where a topic is going." };
        }
    }

    private static string Points(InterestSeries series) => series.Field.StartsWith(GivenInterest.Prefix, StringComparison.Ordinal) ? $"{series.Field}.points" : series.Field;
}
