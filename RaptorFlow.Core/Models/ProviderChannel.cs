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

    /// <summary>An answer, or why there is none; with a listener, as it comes.</summary>
    /// <exception cref="AnswerCutException">The caller gave up in the middle of the answer.</exception>
    public async Task<ChannelAnswer> AskAsync(ModelPrompt prompt, IAnswerListener? listener, CancellationToken cancellationToken)
    {
        var stream = listener is null ? null : new AnswerStream(listener);
        try
        {
            var client = _clients.GetOrAdd(prompt.Options.ModelId!, id => _kind.Create(id, _options, _http));
            return new(await _resilience.ExecuteAsync(
                static async (call, token) => await CallAsync(call.client, call.prompt, call.stream, token), (client, prompt, stream), cancellationToken));
        }
        catch (ModelCallException e)
        {
            // What it has against a prompt is that prompt's workspace's alone.
            return e.AgainstPrompt ? new(null, e.Message, stream?.Partial) : Failed(e.Message, stream);
        }
        catch (TimeoutRejectedException e)
        {
            return Failed(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"no answer within {e.Timeout.TotalSeconds:0.##} s"), stream);
        }
        catch (BrokenCircuitException)
        {
            return new(null, "it is passed over after too many failures");
        }
        catch (OperationCanceledException e) when (stream?.Partial is { } partial)
        {
            throw new AnswerCutException(partial, "Nobody waits for it any more.", e);
        }
    }

    private static async Task<ChatResponse> CallAsync(IChatClient client, ModelPrompt prompt, AnswerStream? stream, CancellationToken cancellationToken)
    {
        try
        {
            return stream is null
                ? await client.GetResponseAsync(prompt.Messages, prompt.Options, cancellationToken)
                : await stream.ReadAsync(client.GetStreamingResponseAsync(prompt.Messages, prompt.Options, cancellationToken), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException && stream?.Partial is not null)
        {
            throw ModelCallException.Cut(e);
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

    private ChannelAnswer Failed(string what, AnswerStream? stream)
    {
        LastFailure = new(what, _time.GetUtcNow());
        return new(null, what, stream?.Partial);
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
        _http.Dispose();
    }
}

internal sealed record ChannelFailure(string What, DateTimeOffset At);

/// <summary>An answer, or in words why there is none, and what came of it before it was cut.</summary>
internal sealed record ChannelAnswer(ChatResponse? Response, string? Failure = null, ChatResponse? Partial = null);
