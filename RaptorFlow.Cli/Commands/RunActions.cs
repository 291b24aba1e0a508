using System.CommandLine;
using System.Text.Json;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Input;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Commands;

/// <summary>What people do to a run: hold it, let it go on, stop it, take it up again, approve what it waits for.</summary>
internal static class RunActions
{
    public static IEnumerable<Command> Create(Connection connection, CliEnvironment environment) =>
    [
        Change("pause", "Hold a run: what is at work ends, nothing new begins", connection, environment),
        Change("resume", "Let a paused run go on", connection, environment),
        Change("cancel", "Stop a run", connection, environment),
        Again("retry", "Take up a run that is over, from a step or with all that did not succeed", connection, environment),
        Again("fork", "A new run from a step of one that is over, with the recorded results of the others", connection, environment),
        Approvals(connection, environment),
        Decide("approve", connection, environment),
        Decide("reject", connection, environment),
    ];

    private static Argument<string> RunId() => new("runId") { Description = "The run" };

    private static Command Change(string action, string description, Connection connection, CliEnvironment environment)
    {
        var id = RunId();
        var command = new Command(action, description) { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            var run = await client.PostAsync<RunView>($"/api/runs/{Uri.EscapeDataString(parsed.GetRequiredValue(id))}/{action}", new { }, cancellationToken);
            environment.Out.WriteLine($"The run is {CleanText.Of(run.Status)}.");
            return 0;
        });
        return command;
    }

    private static Command Again(string action, string description, Connection connection, CliEnvironment environment)
    {
        var id = RunId();
        var from = new Option<string?>("--from") { Description = "The key of the step to begin from", Required = action == "fork" };
        var input = new Option<string?>("--input") { Description = "The run's input as it should be: a JSON file, or JSON itself" };
        var fresh = RunTerms.Fresh();
        var command = new Command(action, description) { id, from, input, fresh };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            JsonElement? corrected = parsed.GetValue(input) is { } given ? await JsonArgument.ReadAsync(given, "--input", cancellationToken) : null;
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            var body = new { from = parsed.GetValue(from), input = corrected, fresh = parsed.GetValue(fresh) ? true : (bool?)null };
            var started = await client.PostAsync<RunStarted>($"/api/runs/{Uri.EscapeDataString(parsed.GetRequiredValue(id))}/{action}", body, cancellationToken, idempotencyKey: Guid.NewGuid().ToString());
            environment.Out.WriteLine($"Queued. Follow it: runs watch {CleanText.Of(started.RunId)}");
            return 0;
        });
        return command;
    }

    private static Command Approvals(Connection connection, CliEnvironment environment)
    {
        var id = new Argument<string?>("runId") { Description = "The run; without it, all that waits in the workspace", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("approvals", "What waits for a person, with the content it is about") { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            var path = parsed.GetValue(id) is { } run ? $"/api/runs/{Uri.EscapeDataString(run)}/approvals" : "/api/runs/approvals";
            var found = await client.GetAsync<JsonElement>(path, cancellationToken);
            environment.Out.WriteLine(IndentedJson.Of(found.GetProperty("items")));
            return 0;
        });
        return command;
    }

    private static Command Decide(string decision, Connection connection, CliEnvironment environment)
    {
        var run = RunId();
        var approval = new Argument<string>("approvalId") { Description = "The approval" };
        var hash = new Option<string>("--content-hash") { Description = "The hash of the content you looked at, as the approval gives it", Required = true };
        var comment = new Option<string?>("--comment") { Description = "Why" };
        var command = new Command(decision, decision == "approve" ? "Let a result count" : "Let a result not count") { run, approval, hash, comment };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            var path = $"/api/runs/{Uri.EscapeDataString(parsed.GetRequiredValue(run))}/approvals/{Uri.EscapeDataString(parsed.GetRequiredValue(approval))}";
            await client.SendAsync(path, new { decision, content_hash = parsed.GetRequiredValue(hash), comment = parsed.GetValue(comment) }, cancellationToken);
            environment.Out.WriteLine(decision == "approve" ? "Approved." : "Rejected.");
            return 0;
        });
        return command;
    }
}
