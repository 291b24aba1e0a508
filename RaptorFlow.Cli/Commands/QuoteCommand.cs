using System.CommandLine;
using System.Text.Json;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Input;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Commands;

/// <summary>What a run would cost before it begins.</summary>
internal static class QuoteCommand
{
    private static readonly string[] Columns = ["Step", "Agent", "At least", "Likely", "At most", "From"];

    public static Command Create(Connection connection, CliEnvironment environment)
    {
        var workflow = new Argument<string?>("workflow") { Description = "The workflow, such as onboarding", Arity = ArgumentArity.ZeroOrOne };
        var agent = new Option<string?>("--agent") { Description = "The code of an agent, in place of a workflow" };
        var capability = new Option<string?>("--capability") { Description = "What is asked of the agent; else its first" };
        var input = new Option<string?>("--input") { Description = "What it would be begun with: a JSON file, or JSON itself" };
        var command = new Command("quote", "What a run would cost, before it begins") { workflow, agent, capability, input };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(workflow) is null == parsed.GetValue(agent) is null)
                throw new UsageException("Give a workflow or --agent, and not both.");
            JsonElement? with = parsed.GetValue(input) is { } given ? await JsonArgument.ReadAsync(given, "--input", cancellationToken) : null;
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            var body = new { workflow = parsed.GetValue(workflow), agent = parsed.GetValue(agent), capability = parsed.GetValue(capability), input = with };
            var quote = await client.PostAsync<QuoteView>("/api/costs/quotes", body, cancellationToken);
            Listing.Write(environment, Columns, [.. quote.Steps.Select(Cells), Row("total", quote.Workflow, quote.LeastMicros, quote.LikelyMicros, quote.MostMicros, null)]);
            environment.Out.WriteLine($"Begin on it: --quote {CleanText.Of(quote.Id)}");
            return 0;
        });
        return command;
    }

    private static string?[] Cells(QuotedStepView step) => Row(step.Step, step.Agent, step.LeastMicros, step.LikelyMicros, step.MostMicros, step.Basis switch
    {
        "history" => "past tasks",
        "catalogue" => $"the price of {step.Model}",
        "no_model" => "no model to use",
        "no_agent" => "no such agent",
        var other => other,
    });

    private static string?[] Row(string name, string? of, long least, long likely, long most, string? from) => [name, of, Plain.Dollars(least), Plain.Dollars(likely), Plain.Dollars(most), from];
}
