using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report.Sections;

internal static class MarketSection
{
    public static Section Build(ReportContext context) => new("market", "Market", "How large it is, or exactly which figures are missing to say so.", [.. Blocks(context)]);

    private static IEnumerable<Block> Blocks(ReportContext context)
    {
        if (context.Outputs.Market is not { } market)
            return context.Missing("market");
        var blocks = new List<Block>
        {
            new Cards([Size(context, "Total addressable market", market.Tam), Size(context, "Serviceable addressable market", market.Sam), Size(context, "Serviceable obtainable market", market.Som)]),
        };
        if (market.Segments.Count > 0)
        {
            blocks.Add(new DataTable("Segments", [new("Segment"), new("Bounds"), new("How many", true)],
                [.. market.Segments.Select(s => (IReadOnlyList<Prose>)
                [
                    context.Cite(s.Name, s.Evidence), s.Bounds.Count == 0 ? "–" : string.Join("; ", s.Bounds), s.Count is null ? new Aside("not told") : Labels.Quantity(s.Count),
                ])]));
        }
        blocks.AddRange(context.Listed("Growth", market.Growth));
        blocks.AddRange(context.Listed("Your own place", market.OwnPosition));
        return blocks;
    }

    private static Card Size(ReportContext context, string name, MarketSize size)
    {
        var computed = size.Low is not null || size.High is not null;
        var figure = size is { Low: { } low, High: { } high } && low != high ? $"{Labels.Money(low)} to {Labels.Money(high)}" : Labels.Money(size.Low ?? size.High);
        var blocks = new List<Block> { new Paragraph(Prose.Of(new Strong("= "), size.Formula), ParagraphStyle.Small) };
        if (size.Inputs.Count > 0)
        {
            blocks.Add(new Bullets([.. size.Inputs.Select(i => i.Value is null
                ? Prose.Of(i.Name, " ", new Badge("missing", Tone.Warning), new Aside(i.WhereToFind is null ? "" : $" {i.WhereToFind}"))
                : Prose.Of(i.Name, ": ", new Strong(Labels.Quantity(i.Value)), i.Evidence is null ? "" : context.Notes.Mark([i.Evidence])))]));
        }
        if (size.CrossCheck is { Length: > 0 } check)
            blocks.Add(new Paragraph(check, ParagraphStyle.Small));
        return new(name, computed ? figure : "Cannot be told yet", blocks);
    }
}
