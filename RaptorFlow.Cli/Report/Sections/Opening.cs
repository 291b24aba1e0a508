using RaptorFlow.Cli.Report.Figures;
using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Cli.Terminal;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report.Sections;

/// <summary>What is read before anything else: one paragraph, a few figures, how far to trust it all.</summary>
internal static class Opening
{
    public static IReadOnlyList<Block> Build(ReportContext context) => [.. Blocks(context)];

    private static IEnumerable<Block> Blocks(ReportContext context)
    {
        yield return new Paragraph(Summary(context), ParagraphStyle.Lead);
        var unfinished = context.Run.Steps.Where(s => s.Status != "succeeded" && s.Number is not null).ToList();
        if (context.Run.Status != "succeeded" || unfinished.Count > 0)
        {
            yield return new Callout(Tone.Warning, unfinished.Count == 0
                ? $"The run ended as {Labels.Of(context.Run.Status).ToLowerInvariant()}."
                : $"This report is incomplete: {Plain.Count(unfinished.Count, "step")} did not succeed ({string.Join(", ", unfinished.Select(s => s.Name))}). Their sections say why.");
        }
        yield return new Stats([.. Figures(context)]);
        var steps = context.Run.Steps.Where(s => s.Confidence is not null && s.Number is not null).ToList();
        if (steps.Count == 0)
            yield break;
        var bars = steps.Select(s => new BarFigure.Bar(s.Name, s.Confidence!.Value, Labels.Score(s.Confidence.Value), s.Confidence.Value < 0.4 ? "bar bar-weak" : "bar")).ToList();
        yield return new Picture(BarFigure.Draw("confidence", "How far to trust each part: confidence by step, from 0 to 1", string.Join("; ", bars.Select(b => $"{b.Label}: {b.Value}")) + ".", bars));
        yield return new Folded("How each figure was computed",
        [
            new DataTable("Confidence", [new("Step"), new("Confidence", true), new("Computed from")],
                [.. steps.Select(s => (IReadOnlyList<Prose>)[s.Name, Labels.Score(s.Confidence!.Value), s.Confidence.Explanation])]),
        ]);
    }

    private static Prose Summary(ReportContext context)
    {
        var outputs = context.Outputs;
        var parts = new List<Prose>();
        if (outputs.Fundamentals?.Company.Description is { } description)
            parts.Add(Prose.Of(new Strong(context.Source.CompanyName + ": "), Sentence(description.Statement), context.Notes.Mark(description.Evidence)));
        if (outputs.Fundamentals?.Goal is { } goal)
            parts.Add(Prose.Of("The goal: ", new Quoted(goal.Evidence.Quote, context.BriefLanguage), ".", context.Notes.Mark([goal.Evidence])));
        if (outputs.Positioning is { Candidates: [var winner, ..] } positioning)
            parts.Add(Prose.Of("The idea to stand for: ", new Quoted(winner.Idea, context.BriefLanguage), positioning.Against is { Length: > 0 } against ? $", set against {against}." : ".", context.Notes.Mark(context.DifferentiatorEvidence(winner.DifferentiatorIds))));
        if (outputs.Channels is { Channels.Count: > 0 } plan)
            parts.Add(Money(plan));
        if (outputs.Roadmap is { Moves.Count: > 0 } roadmap)
            parts.Add($"{Plain.Count(roadmap.Moves.Count, "move")} run from {Labels.Day(roadmap.Start)} to {Labels.Day(roadmap.End)}.");
        if (outputs.Compliance is { } review && review.Lines.Count(l => l.Verdict != Verdict.Approve) is > 0 and var work)
            parts.Add($"{Plain.Count(work, "public line")} of {review.Lines.Count} {(work == 1 ? "needs" : "need")} work before going out.");
        if (QuestionsSection.Distinct(context).Count is > 0 and var questions)
            parts.Add($"{Plain.Count(questions, "question")} for you {(questions == 1 ? "is" : "are")} open.");
        return parts.Count == 0 ? $"No step of this run left a result about {context.Source.CompanyName}." : Prose.Join(" ", parts);
    }

    private static Prose Money(ChannelPlan plan)
    {
        var yours = plan.Excluded.Count(e => e.ConstraintId is not null);
        var left = plan.Excluded.Count == 0 ? "" : $"; {plan.Excluded.Count} {(plan.Excluded.Count == 1 ? "is" : "are")} left out{(yours > 0 ? $", {yours} by your own constraints" : "")}";
        return plan.MonthlyTotal is null
            ? $"{Plain.Count(plan.Channels.Count, "channel")} to begin with{left}."
            : Prose.Of(Plain.Count(plan.Channels.Count, "channel"), plan.Channels.Count == 1 ? " takes " : " share ", new Strong(Labels.Money(plan.MonthlyTotal)), $" a month{left}.");
    }

    private static IEnumerable<Stat> Figures(ReportContext context)
    {
        var numbered = context.Run.Steps.Where(s => s.Number is not null).ToList();
        yield return new(FormattableString.Invariant($"{numbered.Count(s => s.Status == "succeeded")} / {numbered.Count}"), "steps complete");
        var values = numbered.Where(s => s.Confidence is not null).Select(s => s.Confidence!.Value).ToList();
        if (values.Count > 0)
            yield return new(Plain.Percent(values.Average()), "mean confidence");
        if (context.Outputs.Verification is { } verification)
            yield return new(FormattableString.Invariant($"{verification.Supported} / {verification.Supported + verification.Unsupported}"), "claims found in their source");
        yield return new(FormattableString.Invariant($"{QuestionsSection.Distinct(context).Count}"), "questions for you");
        if (context.Outputs.Compliance is { } review)
            yield return new(FormattableString.Invariant($"{review.Lines.Count(l => l.Verdict == Verdict.Approve)} / {review.Lines.Count}"), "public lines approved");
    }

    private static string Sentence(string text) => text.TrimEnd() is var trimmed && trimmed.Length > 0 && ".!?…".Contains(trimmed[^1]) ? trimmed : trimmed + ".";
}
