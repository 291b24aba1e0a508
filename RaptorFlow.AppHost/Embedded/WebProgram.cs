using System.Net;
using RaptorFlow.Embedded;
using RaptorFlow.Embedded.Processes;

namespace RaptorFlow.AppHost.Embedded;

/// <summary>One of the product's programs that serves HTTP, started on a free port and waited for until it is healthy.</summary>
internal sealed class WebProgram(Checkout checkout, string name, string project, Dictionary<string, string?> environment)
{
    private const int Attempts = 3;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(50);

    public string Name => name;

    public async Task<Uri> StartAsync(Resources resources, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
            var log = new LogFile(checkout.Logs, name);
            var process = ProcessResource.Start(ProcessSpecification.Dotnet(name, checkout.ProgramOf(project)) with
            {
                Environment = new Dictionary<string, string?>(environment, StringComparer.Ordinal)
                {
                    ["ASPNETCORE_URLS"] = address.GetLeftPart(UriPartial.Authority),
                    // One machine for everything: less memory and a sooner first answer count for more than peak throughput.
                    ["DOTNET_gcServer"] = "0",
                    ["DOTNET_TieredPGO"] = "0",
                    ["OTEL_SERVICE_NAME"] = $"raptorflow-{name}",
                },
                WorkingDirectory = Path.GetDirectoryName(checkout.ProgramOf(project)),
                Output = log.WriteLine,
            });
            try
            {
                await WaitUntilHealthyAsync(process, new Uri(address, "health"), log.Path, cancellationToken);
                resources.Add(process, process, log);
                return address;
            }
            catch (EmbeddedException) when (attempt < Attempts && process.Tail.Any(line => line.Contains("address already in use", StringComparison.OrdinalIgnoreCase)))
            {
                // Somebody took the port in between: another one will do.
                await process.DisposeAsync();
                log.Dispose();
            }
            catch (Exception)
            {
                await process.DisposeAsync();
                log.Dispose();
                throw;
            }
        }
    }

    private static async Task WaitUntilHealthyAsync(ProcessResource process, Uri health, string log, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        using var timer = new PeriodicTimer(_interval);
        var deadline = TimeProvider.System.GetUtcNow() + _patience;
        while (!await IsHealthyAsync(client, health, cancellationToken))
        {
            if (process.HasExited)
                throw new EmbeddedException(Resources.Describe(process, $"ended with exit code {await process.Exited} before it was healthy", log));
            if (TimeProvider.System.GetUtcNow() > deadline)
                throw new EmbeddedException(Resources.Describe(process, $"is not healthy after {_patience.TotalSeconds:0} seconds", log));
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static async Task<bool> IsHealthyAsync(HttpClient client, Uri health, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(health, cancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
