namespace RaptorFlow.Api.Idempotency;

public static class IdempotencyExtensions
{
    public const string Header = "Idempotency-Key";

    public static IServiceCollection AddIdempotency(this IServiceCollection services) => services.AddSingleton<IdempotencyStore>().AddSingleton<IdempotentExecution>();

    /// <summary>
    /// Repeats of a request with the same <c>Idempotency-Key</c> get the first one's answer. For endpoints with
    /// <c>RequirePermission</c>; wraps the whole endpoint, binding included, since the body's bytes tell requests apart.
    /// </summary>
    public static TBuilder WithIdempotency<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            var inner = endpoint.RequestDelegate ?? throw new InvalidOperationException("The endpoint has no handler to wrap.");
            endpoint.RequestDelegate = context => context.RequestServices.GetRequiredService<IdempotentExecution>().RunAsync(context, inner);
        });
        return builder;
    }
}
