using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using RaptorFlow.Core.Models.Providers;

namespace RaptorFlow.Core.Models;

/// <summary>One provider: its connections, its circuit, a client for each of its models.</summary>
internal sealed class ProviderChannel : IDisposable
{
    private readonly CircuitBreakerStateProvider _circuit = new();
    private readonly ResiliencePipeline<ChatResponse> _resilience;
    private readonly ConcurrentDictionary<string, IChatClient> _clients = new(StringComparer.Ordinal);
    private readonly IModelProvider _kind;
    private readonly ProviderOptions _options;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public ProviderChannel(string name, IModelProvider kind, ProviderOptions options, ResilienceOptions resilience, TimeProvider time, ILogger logger)
    {
        (Name, _kind, _options, _time) = (name, kind, options, time);
        var sockets = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AutomaticDecompression = System.Net.DecompressionMethods.All };
        _http = new(kind.Around(new FailureHandler(name, time, logger, sockets))) { Timeout = Timeout.InfiniteTimeSpan };
        _resilience = ModelResilience.Build(resilience, _circuit, time);
    }

    public string Name { get; }

    public string Circuit => _circuit.CircuitState.ToString().ToLowerInvariant();

    public ChannelFailure? LastFailure { get; private set; }

    /// <summary>An answer, or in words why there is none.</summary>
    public async Task<(ChatResponse? Response, string? Failure)> AskAsync(ModelPrompt prompt, CancellationToken cancellationToken)
    {
        try
        {
            var client = _clients.GetOrAdd(prompt.Options.ModelId!, id => _kind.Create(id, _options, _http));
            return (await _resilience.ExecuteAsync(
                static async (call, token) => await CallAsync(call.client, call.prompt, token), (client, prompt), cancellationToken), null);
        }
        catch (ModelCallException e)
        {
            return (null, Failed(e.Message));
        }
        catch (TimeoutRejectedException e)
        {
            return (null, Failed(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"no answer within {e.Timeout.TotalSeconds:0.##} s")));
        }
        catch (BrokenCircuitException)
        {
            return (null, "it is passed over after too many failures");
        }
    }

    private static async Task<ChatResponse> CallAsync(IChatClient client, ModelPrompt prompt, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetResponseAsync(prompt.Messages, prompt.Options, cancellationToken);
        }
        catch (Exception e) when (e is not (OperationCanceledException or ModelCallException))
        {
            // An SDK wraps what its transport throws; failing that it choked on the body.
            throw Transport(e) ?? ModelCallException.Unintelligible(e);
        }
    }

    private static ModelCallException? Transport(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is ModelCallException call)
                return call;
            if (exception is HttpRequestException or IOException)
                return ModelCallException.Unreachable(exception);
        }
        return null;
    }

    private string Failed(string what)
    {
        LastFailure = new(what, _time.GetUtcNow());
        return what;
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
        _http.Dispose();
    }
}

internal sealed record ChannelFailure(string What, DateTimeOffset At);
