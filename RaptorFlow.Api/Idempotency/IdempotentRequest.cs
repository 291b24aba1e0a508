using System.Text.Json;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Data;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace RaptorFlow.Api.Idempotency;

/// <summary>
/// The request that holds an idempotency key. A handler that takes it as a parameter (null when the client sent no key) can
/// store its answer in the transaction of its work, and so be exactly-once even if the process dies between commit and answer.
/// </summary>
public sealed record IdempotentRequest
{
    internal Guid WorkspaceId { get; init; }
    internal string Key { get; init; } = "";
    internal string Route { get; init; } = "";
    internal byte[] Hash { get; init; } = [];
    internal Guid Owner { get; init; } = Guid.NewGuid();
    internal bool Saved { get; private set; }

    public static ValueTask<IdempotentRequest?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<IdempotentRequest>());

    /// <summary>Stores the answer that the handler is about to give. Call it before committing the scope.</summary>
    /// <exception cref="IdempotencyLostException">Another request has taken the key: roll back.</exception>
    public async Task SaveAsync<T>(Scope scope, HttpContext context, int status, T body, string? location, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(body, context.RequestServices.GetRequiredService<IOptions<HttpJsonOptions>>().Value.SerializerOptions);
        if (!await IdempotencyStore.SaveAsync(scope, this, new(status, "application/json; charset=utf-8", location, json), cancellationToken))
            throw new IdempotencyLostException();
        Saved = true;
    }
}

internal static class IdempotentRequestExtensions
{
    /// <summary>The same for an answer of 202 to a request that need not have a key: without one nothing is kept.</summary>
    public static Task SaveAcceptedAsync<T>(this IdempotentRequest? key, Scope scope, HttpContext context, T body, string location, CancellationToken cancellationToken) =>
        key?.SaveAsync(scope, context, StatusCodes.Status202Accepted, body, location, cancellationToken) ?? Task.CompletedTask;
}

/// <summary>The reservation of a key expired while its request was still being served, and another request has taken it.</summary>
public sealed class IdempotencyLostException() : Exception("Another request with the same Idempotency-Key is being served.");
