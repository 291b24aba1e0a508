using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.CompanyFundamentals;

/// <summary>Reads what the company can show: proof, history and numbers.</summary>
internal static class RecordReader
{
    private static readonly string[] NoProof = ["goal", "constraints", "budget", "competitors", "target_customers", "name", "legal_name", "website", "languages", "past_campaigns"];
    private static readonly string[] NoNumbers = ["name", "legal_name", "website", "repository", "languages", "budget", "brand_voice"];

    public static IReadOnlyList<Finding> Proof(BriefReading reading, int most)
    {
        var figures = reading.Under("size").Select(f => Finding.Stated($"{Label(f.Source)}: {f.Quote}", f));
        var founded = reading.Under("founded").Select(f => Finding.Stated($"founded: {f.Quote}", f));
        var notes = reading.Under("past_campaigns").Where(f => Numbers.Read(f.Quote, reading.Language).Count > 0).Select(f => Finding.Stated(f.Quote, f));
        var others = reading.Facts.Where(f => !NoProof.Contains(Root(f.Source)) && Root(f.Source) is not ("size" or "founded"))
            .SelectMany(f => Sentences.Split(f.Quote).Select(s => f with { Quote = s }))
            .Where(f => f.Quote.Length <= 300 && IsProof(f.Quote, reading.Language))
            .Select(f => Finding.Stated(f.Quote, f));
        return [.. figures.Concat(founded).Concat(others).Concat(notes).DistinctBy(f => f.Statement).Take(most)];
    }

    public static IReadOnlyList<PastMove> History(BriefReading reading)
    {
        var moves = new List<PastMove>();
        for (var i = 0; i < reading.Brief.PastCampaigns.Count; i++)
        {
            var item = reading.Brief.PastCampaigns[i];
            List<Evidence> facts = [BriefReading.Item("past_campaigns", i, item), .. reading.Details("past_campaigns", i, item)];
            moves.Add(new(item.Name, OutcomeOf(facts), facts) { Date = facts.Skip(1).Select(DateOf).FirstOrDefault(d => d is not null) ?? facts.Select(f => Dates.YearIn(f.Quote)).FirstOrDefault(y => y is not null) });
        }
        return moves;
    }

    public static IReadOnlyList<NumberFact> Figures(BriefReading reading, int most) =>
        [.. reading.Facts.Where(f => !NoNumbers.Contains(Root(f.Source)))
            .SelectMany(f => Numbers.Read(f.Quote, reading.Language).Select(q => new NumberFact(LabelOf(f, q), q, f)))
            .Take(most)];

    public static IReadOnlyList<Evidence> Others(BriefReading reading)
    {
        var known = (reading.Brief.Other ?? new Dictionary<string, System.Text.Json.JsonElement>()).Keys.ToList();
        return [.. reading.Fields.Where(f => known.Exists(k => f.Source.StartsWith(k, StringComparison.Ordinal) && (f.Source.Length == k.Length || f.Source[k.Length] is '.' or '[')))];
    }

    private static bool IsProof(string sentence, string language)
    {
        var words = BriefReading.Business.Find(sentence, "proof").Count > 0;
        var numbers = Numbers.Read(sentence, language);
        return MoneyReader.Read(sentence, language).Count > 0 || (words && (numbers.Count > 0 || Dates.YearIn(sentence) is not null)) || numbers.Any(n => n.Unit == "%");
    }

    // A move that the brief calls both is left open.
    private static Outcome OutcomeOf(List<Evidence> facts)
    {
        var hits = facts.Skip(1).SelectMany(f => BriefReading.Business.Find(f.Quote, "win", "loss")).Select(h => h.Key).Distinct().ToList();
        return hits is [var only] ? only == "win" ? Outcome.Win : Outcome.Loss : Outcome.Unknown;
    }

    private static string? DateOf(Evidence fact)
    {
        var key = fact.Source[(fact.Source.LastIndexOf('.') + 1)..];
        return key is "year" or "date" or "when" or "année" or "annee" or "jahr" or "año" or "anno" or "ano" or "jaar" or "datum" or "fecha" or "data" ? fact.Quote : null;
    }

    private static string LabelOf(Evidence fact, Quantity quantity) => Root(fact.Source) == "size" ? Label(fact.Source) : quantity.Unit ?? Label(fact.Source);

    private static string Label(string source) => source[(source.LastIndexOf('.') + 1)..].Replace('_', ' ');

    private static string Root(string source) => source.Split('.', '[', '#')[0];
}
