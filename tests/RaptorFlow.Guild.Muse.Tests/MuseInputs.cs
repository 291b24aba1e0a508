using RaptorFlow.Marketing;
using RaptorFlow.Sketches;

namespace RaptorFlow.Muse.Tests;

internal static class MuseInputs
{
    public static MessagingInput Messaging(this CompanySketch sketch, params string[] ranking) => new()
    {
        Company = sketch.Brief, Fundamentals = sketch.Fundamentals, DeepDive = sketch.DeepDive, Personas = sketch.Personas, Positioning = Position(sketch, ranking),
    };

    public static ContentInput Content(this CompanySketch sketch, MessageHouse messages, params string[] ranking) => new()
    {
        Company = sketch.Brief, Fundamentals = sketch.Fundamentals, DeepDive = sketch.DeepDive, Personas = sketch.Personas, Positioning = Position(sketch, ranking),
        Competitors = sketch.Analysis, Messages = messages, Channels = sketch.Channels,
    };

    private static PositioningStrategy Position(CompanySketch sketch, string[] ranking)
    {
        var order = ranking.Length > 0 ? ranking : [.. sketch.Fundamentals.Differentiators.Select(d => d.Id)];
        var broad = sketch.Fundamentals.Products.Select(p => p.Evidence).ToList();
        var parts = new Dictionary<string, Finding>();
        if (order.Length > 0)
            parts["benefit"] = Finding.Stated("benefit", sketch.Fundamentals.Differentiators.Single(d => d.Id == order[0]).Evidence);
        if (order.Length > 0 && sketch.Differentiators[0].Contains("platform", StringComparison.Ordinal))
            parts["reason_to_believe"] = Finding.Derived("products", "listed", broad);
        return new()
        {
            Statement = "", Parts = parts,
            Candidates = [.. order.Select((id, i) => new PositioningCandidate([id], id, new Dictionary<string, double>(), 0.9 - 0.1 * i, ""))],
        };
    }
}
