using RaptorFlow.Cli.Commands;
using RaptorFlow.Cli.Terminal;

// Names and quotations come in every script.
Console.OutputEncoding = System.Text.Encoding.UTF8;

return await CommandLine.RunAsync(args, CliEnvironment.OfProcess(), CancellationToken.None);
