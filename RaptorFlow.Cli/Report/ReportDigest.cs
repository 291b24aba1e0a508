using System.Globalization;
using System.Text.Json;
using RaptorFlow.Cli.Report.Sections;
using RaptorFlow.Cli.Terminal;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report;

/// <summary>The report in at most ten lines, for the terminal.</summary>
internal static class ReportDigest
{
    public static IReadOnlyList<string> Lines(ReportSource source, WrittenReport written, JsonSerializerOptions json)
    {
        var context = new ReportContext(source, json);
        var outputs = context.Outputs;
        var steps = source.Run.Steps.Where(s => s.Number is not null).ToList();
        var lines = new List<(string Label, string? Text)>
        {
            ("Positioning", outputs.Positioning?.Statement),
            ("Promise", outputs.Messaging is { Promise: var promise } ? $"{promise.Text} [{context.Verdict(promise.Id, promise.Text).Text}]" : null),
            ("Channels", outputs.Channels is { Channels.Count: > 0 } plan ? string.Join(", ", plan.Channels.Take(4).Select(Channel)) + (plan.Channels.Count > 4 ? ", …" : "") : null),
            ("Roadmap", outputs.Roadmap is { } roadmap ? $"{Plain.Count(roadmap.Moves.Count, "move")}, {Labels.Day(roadmap.Start)} to {Labels.Day(roadmap.End)}" : null),
            ("Public lines", outputs.Compliance is { } review ? $"{Count(review, Verdict.Approve)} approved, {Count(review, Verdict.Revise)} to be revised, {Count(review, Verdict.Block)} blocked" : null),
            ("Claims", outputs.Verification is { } verification ? FormattableString.Invariant($"{verification.Supported} of {verification.Supported + verification.Unsupported} found in their source") : null),
            ("Questions", FormattableString.Invariant($"{QuestionsSection.Distinct(context).Count} for you")),
        };
        var time = source.Run.DurationMs is { } duration ? " in " + Plain.Duration(duration) : "";
        return
        [
            FormattableString.Invariant($"{CleanText.Of(source.CompanyName)}: {steps.Count(s => s.Status == "succeeded")} of {steps.Count} steps{time}, {Plain.Dollars(source.Run.Steps.Sum(s => s.CostMicros))}"),
            .. lines.Where(l => l.Text is not null).Select(l => $"  {l.Label,-13}{CleanText.Short(l.Text, 160)}"),
            $"  {"Report",-13}{written.Html}",
            $"  {"",-13}{written.Markdown}",
        ];
    }

    private static string Count(ComplianceReview review, Verdict verdict) =>
        review.Lines.Count(l => l.Verdict == verdict).ToString(CultureInfo.InvariantCulture);

    private static string Channel(ChannelAllocation channel) => channel.Share is { } share
        ? string.Create(CultureInfo.InvariantCulture, $"{Labels.Of(channel.Name)} {share * 100:0.#} %")
        : Labels.Of(channel.Name);
}
