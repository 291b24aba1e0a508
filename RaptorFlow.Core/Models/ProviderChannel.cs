using System.Collections.Concurrent;
using System.Globalization;
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
    private readonly ResiliencePipeline _resilience;
    private readonly ConcurrentDictionary<string, IChatClient> _clients = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IEmbeddingGenerator<string, Embedding<float>>> _embedders = new(StringComparer.Ordinal);
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
        catch (Exception e) when (IsFailure(e))
        {
            return new(null, Note(e), stream?.Partial);
        }
        catch (OperationCanceledException e) when (stream?.Partial is { } partial)
        {
            throw new AnswerCutException(partial, "Nobody waits for it any more.", e);
        }
    }

    /// <summary>Vectors of texts, in their order.</summary>
    /// <exception cref="NoEmbeddingException">There are none.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> EmbedAsync(EmbeddingModel model, IReadOnlyList<string> texts, EmbeddingPurpose purpose, CancellationToken cancellationToken)
    {
        try
        {
            var client = _embedders.GetOrAdd(model.Name, _ => _kind.CreateEmbeddings(model, _options, _http));
            var options = new EmbeddingGenerationOptions { Dimensions = model.AskedDimensions, AdditionalProperties = new() { [nameof(EmbeddingPurpose)] = purpose } };
            return await _resilience.ExecuteAsync(
                static async (call, token) => await CallAsync(() => call.client.GenerateAsync(call.texts, call.options, token)), (client, texts, options), cancellationToken);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw new NoEmbeddingException($"{Name}: {Note(e)}.");
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
            throw Unwrapped(e);
        }
    }

    private static async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is not (OperationCanceledException or ModelCallException))
        {
            throw Unwrapped(e);
        }
    }

    // An SDK wraps what its transport throws; failing that it choked on the body.
    private static ModelCallException Unwrapped(Exception e) => Transport(e) ?? ModelCallException.Unintelligible(e);

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

    private static bool IsFailure(Exception e) => e is ModelCallException or TimeoutRejectedException or BrokenCircuitException;

    // What it has against a prompt is that prompt's workspace's alone, and who is passed over has not failed again.
    private string Note(Exception failure)
    {
        if (failure is BrokenCircuitException)
            return "it is passed over after too many failures";
        var what = failure is TimeoutRejectedException late ? string.Create(CultureInfo.InvariantCulture, $"no answer within {late.Timeout.TotalSeconds:0.##} s") : failure.Message;
        if (failure is not ModelCallException { AgainstPrompt: true })
            LastFailure = new(what, _time.GetUtcNow());
        return what;
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
        foreach (var embedder in _embedders.Values)
            embedder.Dispose();
        _http.Dispose();
    }
}

internal sealed record ChannelFailure(string What, DateTimeOffset At);

/// <summary>An answer, or in words why there is none, and what came of it before it was cut.</summary>
internal sealed record ChannelAnswer(ChatResponse? Response, string? Failure = null, ChatResponse? Partial = null);
