using System.Runtime.InteropServices;
using RaptorFlow.Embedded.Postgres;
using RaptorFlow.Embedded.Redis;

namespace RaptorFlow.Embedded;

/// <summary>Both servers and nothing else, for working on a part of the product by hand: prints how to connect and stays until told to stop.</summary>
internal static class Serve
{
    public static async Task<int> RunAsync(string[] options)
    {
        using var stop = new CancellationTokenSource();
        using var terminate = StopOn(PosixSignal.SIGTERM, stop);
        using var interrupt = StopOn(PosixSignal.SIGINT, stop);
        using var hangup = StopOn(PosixSignal.SIGHUP, stop);
        try
        {
            await using var garnet = await EmbeddedGarnet.StartAsync(cancellationToken: stop.Token);
            await using var postgres = await EmbeddedPostgres.StartAsync(
                new EmbeddedPostgresOptions { Folder = options is ["--folder", var folder] ? folder : null, Durable = options.Length > 0 }, stop.Token);
            Console.WriteLine($"folder={postgres.Folder}");
            Console.WriteLine($"ConnectionStrings__redis={garnet.ConnectionString}");
            Console.WriteLine($"ConnectionStrings__raptorflow-owner={postgres.OwnerConnectionString}");
            Console.WriteLine($"ConnectionStrings__raptorflow={postgres.AppConnectionString}");
            await Task.Delay(Timeout.Infinite, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (EmbeddedException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }

        return 0;
    }

    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
}
