using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace RaptorFlow.Core.Models;

/// <summary>Retry around circuit breaker around timeout: every attempt has its own time and counts for the circuit.</summary>
internal static class ModelResilience
{
    public static ResiliencePipeline Build(ResilienceOptions options, CircuitBreakerStateProvider circuit, TimeProvider time)
    {
        // A circuit that opened would else stay so for as long as the host's clock was set back.
        var builder = new ResiliencePipelineBuilder { TimeProvider = new EvenTime(time) };
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.Retries,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                // A timeout is not tried again here: the time is gone, and the next provider may be quicker.
                ShouldHandle = new PredicateBuilder().Handle<ModelCallException>(
                    failure => failure.Transient && (failure.RetryAfter ?? TimeSpan.Zero) <= options.MaxRetryDelay),
                DelayGenerator = static arguments => ValueTask.FromResult((arguments.Outcome.Exception as ModelCallException)?.RetryAfter),
            });
        }
        return builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = options.CircuitMinimumCalls,
                SamplingDuration = options.CircuitWindow,
                BreakDuration = options.CircuitBreak,
                StateProvider = circuit,
                ShouldHandle = new PredicateBuilder().Handle<ModelCallException>(failure => failure.ProviderAtFault).Handle<TimeoutRejectedException>(),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.Timeout })
            .Build();
    }
}
