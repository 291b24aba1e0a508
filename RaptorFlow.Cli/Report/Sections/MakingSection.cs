using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Report.Sections;

internal static class MakingSection
{
    public static Section Build(ReportContext context) => new("making", "How this was made", "Agents, models, times and costs.", [.. Blocks(context)]);

    private static IEnumerable<Block> Blocks(ReportContext context)
    {
        var run = context.Run;
        var offline = run.Steps.Count(s => s.Model == "offline");
        yield return new Paragraph(string.Concat(
            $"Run {run.RunId ?? run.Id}, {Labels.Of(run.Status).ToLowerInvariant()}",
            run.DurationMs is null ? "" : $", in {Plain.Duration(run.DurationMs)}",
            $", for {Plain.Dollars(run.Steps.Sum(s => s.CostMicros))}.",
            offline > 0 ? $" {Plain.Count(offline, "step")} worked without a language model: “offline” names the deterministic core." : ""));
        yield return new DataTable("Steps", [new("Step"), new("Agent"), new("Outcome"), new("Confidence", true), new("Model"), new("Time", true), new("Cost", true)],
            [.. run.Steps.Select(s => (IReadOnlyList<Prose>)
            [
                Prose.Of(new Strong(s.Name), s.Attempt > 1 ? new Aside($" {Plain.Count(s.Attempt, "attempt")}") : ""),
                $"{s.AgentName ?? s.Agent}{(s.AgentName is null || s.Agent is null ? "" : $" ({s.Agent})")}",
                new Badge(Labels.Of(s.Status).ToLowerInvariant(), s.Status == "succeeded" ? Tone.Good : s.Status is "failed" or "dead" ? Tone.Bad : Tone.Neutral),
                s.Confidence is null ? "–" : Labels.Score(s.Confidence.Value),
                s.Model ?? "–",
                Plain.Duration(s.DurationMs) is { Length: > 0 } time ? time : "–",
                Plain.Dollars(s.CostMicros),
            ])]);
        var notes = run.Steps.SelectMany(s => s.Notes.Select(n => Prose.Of(new Strong(s.Name + ": "), n))).ToList();
        if (notes.Count > 0)
        {
            yield return new Heading("Notes of the agents");
            yield return new Bullets(notes);
        }
    }
}
