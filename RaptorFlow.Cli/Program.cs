using RaptorFlow.Cli.Commands;
using RaptorFlow.Cli.Terminal;

return await CommandLine.RunAsync(args, CliEnvironment.OfProcess(), CancellationToken.None);
