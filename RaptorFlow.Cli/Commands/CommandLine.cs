using System.CommandLine;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Commands;

/// <summary>The whole command line: what there is, and how anything that goes wrong is told.</summary>
internal static class CommandLine
{
    public const int Failed = 1;
    public const int Misused = 2;
    public const int Interrupted = 130;

    public static async Task<int> RunAsync(string[] arguments, CliEnvironment environment, CancellationToken cancellationToken)
    {
        var parsed = Root(environment).Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                environment.Error.WriteLine(error.Message);
            environment.Error.WriteLine($"Help: {parsed.RootCommandResult.Command.Name} --help");
            return Misused;
        }
        try
        {
            var configuration = new InvocationConfiguration { Output = environment.Out, Error = environment.Error, EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (UsageException exception)
        {
            return Tell(environment, Misused, exception.Message);
        }
        catch (ApiException exception)
        {
            return Tell(environment, Failed, exception.Message, [.. exception.Lines()]);
        }
        catch (UnreachableException exception)
        {
            return Tell(environment, Failed, exception.Message, "Is it running? Another address: --url, or RAPTORFLOW_URL.");
        }
        catch (CliException exception)
        {
            return Tell(environment, Failed, exception.Message, [.. exception.Details]);
        }
    }

    private static RootCommand Root(CliEnvironment environment)
    {
        var connection = new Connection(environment);
        var root = new RootCommand("RaptorFlow: a company's brief in, the foundation of its campaigns out.");
        connection.AddTo(root);
        root.Subcommands.Add(OnboardCommand.Create(connection, environment));
        root.Subcommands.Add(RunsCommand.Create(connection, environment));
        root.Subcommands.Add(AgentsCommand.Create(connection, environment));
        root.Subcommands.Add(ModelsCommand.Create(connection, environment));
        root.Subcommands.Add(CacheCommand.Create(connection, environment));
        root.Subcommands.Add(SourcesCommand.Create(connection, environment));
        root.Subcommands.Add(InvokeCommand.Create(connection, environment));
        root.Subcommands.Add(DeadLettersCommand.Create(connection, environment));
        root.Subcommands.Add(MemoryCommand.Create(connection, environment));
        root.Subcommands.Add(CostsCommand.Create(connection, environment));
        root.Subcommands.Add(BudgetsCommand.Create(connection, environment));
        root.Subcommands.Add(QuoteCommand.Create(connection, environment));
        return root;
    }

    private static int Tell(CliEnvironment environment, int code, string message, params string[] details)
    {
        environment.Error.WriteLine(CleanText.Of(message));
        foreach (var detail in details)
            environment.Error.WriteLine("  " + CleanText.Of(detail));
        return code;
    }
}
