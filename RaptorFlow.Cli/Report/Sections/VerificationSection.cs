using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Cli.Terminal;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report.Sections;

internal static class VerificationSection
{
    public static Section Build(ReportContext context) => new("verification", "Verification", "Every claim held against its source.", [.. Blocks(context)]);

    private static IEnumerable<Block> Blocks(ReportContext context)
    {
        if (context.Outputs.Verification is not { } verification)
            return context.Missing("verification");
        var doubts = verification.Claims.Where(c => c.Verdict is not (ClaimVerdict.Supported or ClaimVerdict.Corroborated)).ToList();
        var corroborated = verification.Claims.Count(c => c.Verdict == ClaimVerdict.Corroborated);
        var old = verification.Claims.Count(c => c.AgeDays > 730);
        var blocks = new List<Block>
        {
            new Paragraph(string.Concat(
                $"{Plain.Count(verification.Supported + verification.Unsupported, "claim")} checked. {Plain.Count(verification.Supported, "quotation")} found in the source",
                corroborated == 0 ? "" : $", {Plain.Count(corroborated, "claim")} by more than one source",
                FormattableString.Invariant($"; {verification.Unsupported} not."),
                old == 0 ? "" : $" {Plain.Count(old, "claim")} on sources older than two years.")),
        };
        if (doubts.Count > 0)
        {
            blocks.Add(new DataTable("Claims that did not pass", [new("Step"), new("Claim"), new("Finding"), new("Detail")],
                [.. doubts.Select(d => (IReadOnlyList<Prose>)[Labels.Of(d.Step), d.Claim, new Badge(Labels.Of(d.Verdict).ToLowerInvariant(), Tone.Bad), d.Detail])]));
        }
        return blocks;
    }
}
