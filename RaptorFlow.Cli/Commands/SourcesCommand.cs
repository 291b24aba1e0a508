using System.CommandLine;
using System.Globalization;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Commands;

/// <summary>What the world outside can be asked, and the keys for it.</summary>
internal static class SourcesCommand
{
    private const string Path = "/api/sources";
    private static readonly string[] Columns = ["Source", "Gives", "Key", "Today", "Last test"];

    public static Command Create(Connection connection, CliEnvironment environment)
    {
        var command = new Command("sources", "What agents can ask the world outside, and with whose key") { Enter(connection, environment), Test(connection, environment), Remove(connection, environment) };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            var sources = await client.GetAsync<ItemList<SourceRow>>(Path, cancellationToken);
            Listing.Write(environment, Columns, sources.Items.Select(Cells));
            return 0;
        });
        return command;
    }

    private static Command Enter(Connection connection, CliEnvironment environment)
    {
        var source = Source();
        var command = new Command("enter", "Enter a key: lines of name=value on standard input, so that no shell remembers it") { source };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetRequiredValue(source);
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            if (environment.Interactive)
                await PromptAsync(client, name, environment, cancellationToken);
            var fields = await ReadAsync(environment.In, cancellationToken);
            Say(environment, await client.PutAsync<CredentialAnswer>($"{PathOf(name)}/credential", new { fields }, cancellationToken));
            return 0;
        });
        return command;
    }

    private static Command Test(Connection connection, CliEnvironment environment)
    {
        var source = Source();
        var command = new Command("test", "Show the key in use to its vendor") { source };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            var answer = await client.PostAsync<CredentialAnswer>($"{PathOf(parsed.GetRequiredValue(source))}/test", new { }, cancellationToken);
            Say(environment, answer);
            return answer.State == "refused" ? 1 : 0;
        });
        return command;
    }

    private static Command Remove(Connection connection, CliEnvironment environment)
    {
        var source = Source();
        var command = new Command("remove", "Forget the workspace's key") { source };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            await client.DeleteAsync($"{PathOf(parsed.GetRequiredValue(source))}/credential", cancellationToken);
            environment.Out.WriteLine("Removed.");
            return 0;
        });
        return command;
    }

    private static Argument<string> Source() => new("source") { Description = "Its name, such as semrush" };

    private static string PathOf(string source) => $"{Path}/{Uri.EscapeDataString(source)}";

    private static async Task PromptAsync(RaptorClient client, string name, CliEnvironment environment, CancellationToken cancellationToken)
    {
        var known = (await client.GetAsync<ItemList<SourceRow>>(Path, cancellationToken)).Items.FirstOrDefault(source => source.Name == name);
        foreach (var field in known?.Fields ?? [])
            environment.Error.WriteLine($"{CleanText.Of(field.Name)}=   {CleanText.Of(field.Title)}{(field.Required ? "" : ", optional")}");
        environment.Error.WriteLine("End with an empty line.");
    }

    private static async Task<IReadOnlyDictionary<string, string>> ReadAsync(TextReader input, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await input.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new CliException("A line is not name=value, such as api_key=…; nothing was sent.");
            fields[line[..equals].Trim()] = line[(equals + 1)..].Trim();
        }
        return fields.Count > 0 ? fields : throw new CliException("Nothing was entered: give name=value lines on standard input.");
    }

    private static void Say(CliEnvironment environment, CredentialAnswer answer) => environment.Out.WriteLine($"{CleanText.Of(answer.State)}: {CleanText.Of(answer.Detail)}");

    private static string?[] Cells(SourceRow source) =>
    [
        source.Name, string.Join(", ", source.Kinds),
        source.Credential switch { "workspace" => "the workspace's", "installation" => "the installation's", "none" => "not configured", "not_needed" => "needs none", _ => "switched off" },
        source.RequestsToday is null ? null : source.RequestsPerDay is { } most ? string.Create(CultureInfo.InvariantCulture, $"{source.RequestsToday:N0} of {most:N0}") : Plain.Number(source.RequestsToday.Value),
        source.Accepted is false ? $"refused: {source.TestResult}" : source.TestResult,
    ];
}
