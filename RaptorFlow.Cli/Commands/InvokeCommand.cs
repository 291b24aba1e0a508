using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Input;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Commands;

/// <summary>Asks one agent.</summary>
internal static class InvokeCommand
{
    public static Command Create(Connection connection, CliEnvironment environment)
    {
        var code = new Argument<string>("code") { Description = "The agent's code, such as RES-002" };
        var input = new Option<string>("--input") { Description = "A JSON file, or JSON itself", Required = true };
        var capability = new Option<string?>("--capability") { Description = "What to ask for, when the agent has more than one" };
        var wait = new Option<int>("--wait") { Description = "Seconds to wait for the answer, 0 to 100", DefaultValueFactory = _ => 30 };
        wait.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 100)
                result.AddError("--wait: give 0 to 100 seconds.");
        });
        var command = new Command("invoke", "Ask one agent and print its answer as JSON") { code, input, capability, wait };
        var terms = new RunTerms();
        terms.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var body = new InvokeRequest(parsed.GetValue(capability), await JsonArgument.ReadAsync(parsed.GetRequiredValue(input), "--input", cancellationToken), terms.Of(parsed));
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            var seconds = parsed.GetValue(wait);
            var path = string.Create(CultureInfo.InvariantCulture, $"/api/agents/{Uri.EscapeDataString(parsed.GetRequiredValue(code))}/invoke?wait={seconds}");
            var answer = await client.PostAsync<JsonElement>(path, body, cancellationToken, limit: TimeSpan.FromSeconds(seconds + 30));
            environment.Out.WriteLine(IndentedJson.Of(answer));
            if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("run_id", out var run) && !(answer.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.Object))
                environment.Error.WriteLine($"Not done yet. Follow it: runs watch {CleanText.Of(run.ToString())}");
            return 0;
        });
        return command;
    }
}
