using RaptorFlow.Cli.Api;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report;

/// <summary>All that a report is made from.</summary>
/// <param name="Run">The run as it ended, or as far as it got.</param>
/// <param name="CompanyName">The name of the brief.</param>
/// <param name="Documents">The documents that were sent, for their titles.</param>
/// <param name="At">When the report is written.</param>
internal sealed record ReportSource(RunView Run, string CompanyName, IReadOnlyList<CompanyDocument> Documents, DateTimeOffset At);
