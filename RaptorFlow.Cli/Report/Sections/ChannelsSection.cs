using System.Globalization;
using RaptorFlow.Cli.Report.Figures;
using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report.Sections;

internal static class ChannelsSection
{
    public static Section Build(ReportContext context) => new("channels", "Channels and money", "Where the money and effort go, and where they do not.", [.. Blocks(context)]);

    private static IEnumerable<Block> Blocks(ReportContext context)
    {
        if (context.Outputs.Channels is not { } plan)
            return context.Missing("channels");
        var total = Labels.Money(plan.MonthlyTotal);
        var blocks = new List<Block> { new Paragraph(Intro(context, plan, total)) };
        if (plan.Channels.Count > 0)
        {
            blocks.Add(new Picture(Split(plan, total)));
            blocks.Add(new DataTable(total.Length > 0 ? $"The month's {total} by channel" : "Channels, best fit first",
                [new("Channel"), new("Share", true), new("A month", true), new("Fit", true), new("Needed first"), new("What to expect")],
                [.. plan.Channels.Select(c => Row(c))]));
            blocks.Add(new Heading("Why these"));
            blocks.Add(new Bullets([.. plan.Channels.Where(c => c.Why.Count > 0).Select(c => Prose.Of(new Strong(Labels.Of(c.Name) + ". "), Prose.Join(" ", c.Why.Select(context.Say))))]));
        }
        if (plan.Excluded.Count > 0)
        {
            blocks.Add(new DataTable("Left out", [new("Channel"), new("Why"), new("By")],
                [.. plan.Excluded.Select(e => (IReadOnlyList<Prose>)[new Strong(Labels.Of(e.ChannelId)), e.Reason, ConstraintMark(context, e.ConstraintId)])]));
        }
        if (plan.Comments.Count > 0)
        {
            blocks.Add(new Heading("Remarks on the split"));
            blocks.Add(new Bullets([.. plan.Comments.Select(c => (Prose)c)]));
        }
        return blocks;
    }

    private static Prose Intro(ReportContext context, ChannelPlan plan, string total)
    {
        var budget = context.Outputs.Fundamentals?.Budget;
        Prose money = budget is null
            ? (total.Length == 0 ? "" : $" {total} a month.")
            : Prose.Of($" {budget.Arithmetic.TrimEnd('.')}.", context.Notes.Mark(budget.Evidence), budget.Assumption ? Prose.Of(" ", new Badge("assumed budget", Tone.Warning)) : "");
        return (plan.SplitSource switch
        {
            "brief" => (Prose)"This is your own split, kept as you gave it, checked and turned into money.",
            "proposed" => "You gave no split; this one is proposed.",
            _ => "There is no budget in the brief, so channels are ranked without money.",
        }) + money;
    }

    private static Figure Split(ChannelPlan plan, string total)
    {
        var longest = plan.Channels.Max(c => c.Share is { } share ? (double)share : c.Fit);
        var bars = plan.Channels.Select((c, i) => new BarFigure.Bar(
            Labels.Of(c.Name),
            longest <= 0 ? 0 : (c.Share is { } share ? (double)share : c.Fit) / longest,
            c.Share is { } s ? $"{Share(s)}{(c.Monthly is null ? "" : " · " + Labels.Money(c.Monthly))}" : $"fit {Labels.Score(c.Fit)}",
            i == 0 ? "bar bar-first" : "bar")).ToList();
        var title = total.Length > 0 ? $"Channel split of {total} a month" : "Channels by fit";
        return BarFigure.Draw("channel-split", title, string.Join("; ", bars.Select(b => $"{b.Label}: {b.Value}")) + ".", bars);
    }

    private static Prose[] Row(ChannelAllocation channel) =>
    [
        new Strong(Labels.Of(channel.Name)),
        channel.Share is { } share ? Share(share) : "–",
        channel.Monthly is null ? "–" : Labels.Money(channel.Monthly),
        Labels.Score(channel.Fit),
        channel.EntryCost,
        channel.Expectation,
    ];

    private static Prose ConstraintMark(ReportContext context, string? id)
    {
        if (id is null)
            return "judgement";
        var constraint = context.Outputs.Fundamentals?.Constraints.FirstOrDefault(c => c.Id == id);
        return Prose.Of(new Badge(id, Tone.Accent), constraint is null ? "" : context.Notes.Mark([constraint.Evidence]));
    }

    private static string Share(decimal share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
