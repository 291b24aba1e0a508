using System.CommandLine;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Input;
using RaptorFlow.Cli.Report;
using RaptorFlow.Cli.Terminal;
using RaptorFlow.Cli.Watching;
using RaptorFlow.Serialization;

namespace RaptorFlow.Cli.Commands;

/// <summary>A company's file in, a report out.</summary>
internal static class OnboardCommand
{
    private const int Attempts = 3;

    public static Command Create(Connection connection, CliEnvironment environment)
    {
        var company = new Argument<string>("company.json") { Description = "The company's brief" };
        var documents = new Option<string[]>("--documents") { Description = "Texts or Markdown to read with it", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var metrics = new Option<string?>("--metrics") { Description = "A CSV of dated figures to forecast" };
        var folder = new Option<string?>("--out") { Description = "Where the folder reports/ is made; else here" };
        var command = new Command("onboard", "Run the twelve steps for a company and write the report") { company, documents, metrics, folder };
        var terms = new RunTerms();
        terms.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var file = await CompanyFile.ReadAsync(
                parsed.GetRequiredValue(company), parsed.GetRequiredValue(documents), parsed.GetValue(metrics), RaptorJson.CreateOptions(), cancellationToken);
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            return await RunAsync(client, environment, file, terms.Of(parsed), parsed.GetValue(folder) ?? environment.Folder, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(RaptorClient client, CliEnvironment environment, CompanyFile file, RunTermsBody? terms, string folder, CancellationToken cancellationToken)
    {
        var started = await StartAsync(client, new(file.Company, file.Documents, file.Metrics, terms), cancellationToken);
        var view = $"/api/onboarding/{Uri.EscapeDataString(started.Id ?? started.RunId)}";
        environment.Out.WriteLine($"On-boarding {CleanText.Of(file.Name)}: run {CleanText.Of(started.RunId)}");
        string status;
        try
        {
            var run = await client.GetAsync<RunView>(view, cancellationToken);
            status = await new RunWatcher(client, environment).WatchAsync(started.RunId, run, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            environment.Out.WriteLine($"No longer watching; the run goes on. Look again: runs watch {CleanText.Of(started.RunId)}");
            return CommandLine.Interrupted;
        }

        var ended = await client.GetAsync<RunView>(view, cancellationToken);
        var source = new ReportSource(ended, file.Name, file.Documents, environment.Time.GetLocalNow());
        var written = await ReportWriter.WriteAsync(source, client.Json, folder, cancellationToken);
        environment.Out.WriteLine();
        foreach (var line in ReportDigest.Lines(source, written, client.Json))
            environment.Out.WriteLine(line);
        return status == "succeeded" && ended.Status == "succeeded" ? 0 : CommandLine.Failed;
    }

    // One key for all attempts: a request that got through and lost its answer is not started twice.
    private static async Task<RunStarted> StartAsync(RaptorClient client, OnboardingRequest request, CancellationToken cancellationToken)
    {
        var key = Guid.CreateVersion7().ToString();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await client.PostAsync<RunStarted>("/api/onboarding", request, cancellationToken, key);
            }
            catch (UnreachableException) when (attempt < Attempts)
            {
                continue;
            }
        }
    }
}
