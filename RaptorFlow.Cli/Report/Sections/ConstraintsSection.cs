using RaptorFlow.Cli.Report.Model;

namespace RaptorFlow.Cli.Report.Sections;

internal static class ConstraintsSection
{
    public static Section Build(ReportContext context) => new("constraints", "Your constraints, and where each was applied", "Everything in the brief that forbids, obliges or limits.", [.. Blocks(context)]);

    private static IEnumerable<Block> Blocks(ReportContext context)
    {
        if (context.Outputs.Fundamentals is not { } fundamentals)
            return context.Missing("fundamentals");
        if (fundamentals.Constraints.Count == 0)
            return [new Paragraph("The brief sets no constraints.")];
        var uses = context.Run.Steps.SelectMany(s => s.ConstraintsApplied.Select(u => (Step: s.Name, u.ConstraintId, u.Effect))).ToLookup(u => u.ConstraintId);
        return
        [
            new DataTable("Constraints", [new("Id"), new("In your words"), new("Means"), new("Applied")],
                [.. fundamentals.Constraints.Select(c => (IReadOnlyList<Prose>)
                [
                    new Badge(c.Id, Tone.Accent),
                    context.Quote(c.Evidence),
                    c.Meaning,
                    uses[c.Id].Any()
                        ? Prose.Join("; ", uses[c.Id].Distinct().Select(u => Prose.Of(new Strong(u.Step + ": "), u.Effect)))
                        : new Aside("by no step of this run"),
                ])]),
        ];
    }
}
