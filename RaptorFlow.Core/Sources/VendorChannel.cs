using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using RaptorFlow.Core.Models;
using RaptorFlow.Core.Sources.Credentials;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources;

/// <summary>One vendor: its connections, its circuit, its quota. Retry around circuit breaker around quota and timeout: every attempt counts for all three.</summary>
internal sealed partial class VendorChannel : IDisposable
{
    private const int MostBodyBytes = 32 * 1024 * 1024;

    private readonly CircuitBreakerStateProvider _circuit = new();
    private readonly ResiliencePipeline<SourceResponse> _resilience;
    private readonly Vendor _vendor;
    private readonly SourceQuotas _quotas;
    private readonly IOptionsMonitor<SourceOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<VendorChannel> _logger;
    private readonly HttpClient _http;

    public VendorChannel(Vendor vendor, SourceQuotas quotas, IOptionsMonitor<SourceOptions> options, TimeProvider time, ILogger<VendorChannel> logger)
    {
        (_vendor, _quotas, _options, _time, _logger) = (vendor, quotas, options, time, logger);
        // A credential travels with every request, so nobody is followed anywhere.
        var sockets = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AutomaticDecompression = DecompressionMethods.All, AllowAutoRedirect = false, UseCookies = false };
        _http = new(sockets) { Timeout = System.Threading.Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MostBodyBytes };
        _resilience = Resilience(options.CurrentValue);
    }

    public string Circuit => _circuit.CircuitState.ToString().ToLowerInvariant();

    /// <inheritdoc cref="SourceCall.SendAsync"/>
    public async Task<SourceResponse> SendAsync(Func<HttpRequestMessage> request, Credential credential, CancellationToken cancellationToken)
    {
        try
        {
            return await _resilience.ExecuteAsync(async token => await AttemptAsync(request, credential, token), cancellationToken);
        }
        catch (BrokenCircuitException e)
        {
            throw new SourceException(SourceStatus.Unavailable, "It is passed over after too many failures.", e);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<SourceResponse> AttemptAsync(Func<HttpRequestMessage> request, Credential credential, CancellationToken cancellationToken)
    {
        var account = credential.Account(_vendor.Fields.Count == 0 ? null : _vendor.Fields[0].Name);
        await _quotas.TakeAsync(_vendor, account, cancellationToken);
        using var message = request();
        using var timeout = new CancellationTokenSource(_options.CurrentValue.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseContentRead, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            // Its words are shown to people, and some say back what they were sent.
            if (!response.IsSuccessStatusCode)
                body = Encoding.UTF8.GetBytes(credential.Without(Encoding.UTF8.GetString(body)));
            var answer = new SourceResponse(response.StatusCode, response.Headers, response.Content.Headers, body);
            if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout) && (int)response.StatusCode < 500)
                return answer;
            var wait = _vendor.Wait(answer, _time);
            LogFailure(_vendor.Name, (int)response.StatusCode);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                await _quotas.PauseAsync(account, wait ?? _options.CurrentValue.RetryDelay, cancellationToken);
            throw Again(SourceException.From(response.StatusCode, _vendor.Said(answer), wait), message);
        }
        catch (HttpRequestException e)
        {
            var unsent = e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
            LogUnreachable(_vendor.Name, e.HttpRequestError);
            throw e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
                ? SourceException.Unreadable("it is larger than 32 MB.", e)
                : new SourceException(SourceStatus.Unavailable, "It could not be reached.", e) { Transient = unsent || message.Method == HttpMethod.Get };
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SourceException(SourceStatus.Unavailable, string.Create(CultureInfo.InvariantCulture, $"It gave no answer within {_options.CurrentValue.Timeout.TotalSeconds:0.##} s."), e) { Transient = message.Method == HttpMethod.Get };
        }
    }

    // What failed in the middle of changing something may have changed it.
    private static SourceException Again(SourceException failure, HttpRequestMessage message) => new(failure.Status, failure.Message)
    {
        RetryAfter = failure.RetryAfter,
        Transient = failure.Status == SourceStatus.OverQuota || (failure.Transient && message.Method == HttpMethod.Get),
    };

    private ResiliencePipeline<SourceResponse> Resilience(SourceOptions options)
    {
        var builder = new ResiliencePipelineBuilder<SourceResponse> { TimeProvider = new EvenTime(_time) };
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<SourceResponse>
            {
                MaxRetryAttempts = options.Retries,
                Delay = options.RetryDelay,
                MaxDelay = options.LongestWait,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder<SourceResponse>().Handle<SourceException>(failure => failure.Transient && (failure.RetryAfter ?? TimeSpan.Zero) <= _options.CurrentValue.LongestWait),
                DelayGenerator = static arguments => ValueTask.FromResult((arguments.Outcome.Exception as SourceException)?.RetryAfter),
            });
        }
        return builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions<SourceResponse>
        {
            FailureRatio = 0.5,
            MinimumThroughput = options.CircuitMinimumCalls,
            SamplingDuration = TimeSpan.FromMinutes(1),
            BreakDuration = options.CircuitBreak,
            StateProvider = _circuit,
            ShouldHandle = new PredicateBuilder<SourceResponse>().Handle<SourceException>(failure => failure.VendorAtFault),
        }).Build();
    }

    [LoggerMessage(LogLevel.Warning, "{Vendor} answered {Status}")]
    private partial void LogFailure(string vendor, int status);

    [LoggerMessage(LogLevel.Warning, "{Vendor} could not be reached: {Error}")]
    private partial void LogUnreachable(string vendor, HttpRequestError error);
}
