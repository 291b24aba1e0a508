using System.Security.Cryptography;
using System.Text;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Idempotency;

/// <summary>Runs an endpoint at most once per key, and answers repeats from the store.</summary>
internal sealed partial class IdempotentExecution(IdempotencyStore store, TimeProvider time, ILogger<IdempotentExecution> logger)
{
    private const int MaximumKey = 255;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public async Task RunAsync(HttpContext context, RequestDelegate endpoint)
    {
        var key = context.Request.Headers[IdempotencyExtensions.Header].ToString();
        if (key.Length == 0)
        {
            await endpoint(context);
            return;
        }
        if (key.Length > MaximumKey || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            await Problem.Invalid(IdempotencyExtensions.Header, "Is 1 to 255 visible ASCII characters.", "A UUID does well.").ExecuteAsync(context);
            return;
        }
        var request = await DescribeAsync(context, key);
        var since = time.GetTimestamp();
        while (await store.ReserveAsync(request, context.RequestAborted) is { } other)
        {
            if (other.Route != request.Route || !CryptographicOperations.FixedTimeEquals(other.Hash, request.Hash))
            {
                await Problem.Unprocessable("idempotency_key_reused", "The Idempotency-Key was used for another request.", "Use a new key for a new request.").ExecuteAsync(context);
                return;
            }
            if (other.Status is not null)
            {
                await ReplayAsync(context, other);
                return;
            }
            if (time.GetElapsedTime(since) >= Patience)
            {
                await new Problem(409, "request_in_progress", "A request with this Idempotency-Key is still being served.", "Repeat it shortly.") { RetryAfter = TimeSpan.FromSeconds(2) }.ExecuteAsync(context);
                return;
            }
            await Task.Delay(Poll, time, context.RequestAborted);
        }
        context.Features.Set(request);
        await ExecuteAsync(context, endpoint, request);
    }

    private async Task ExecuteAsync(HttpContext context, RequestDelegate endpoint, IdempotentRequest request)
    {
        var client = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        var kept = false;
        try
        {
            using (KeepReserved(request))
                await endpoint(context);
            // The work is done, whether or not the client still waits for the answer. What was saved with it may have been said better since.
            if (context.Response.StatusCode < 400 || (request.Saved && context.Response.StatusCode < 500))
            {
                kept = true;
                if (!request.Saved || context.Response.StatusCode != StatusCodes.Status202Accepted)
                    await store.SaveAsync(request, new(context.Response.StatusCode, context.Response.ContentType, context.Response.Headers.Location, buffer.ToArray()), CancellationToken.None);
            }
        }
        finally
        {
            context.Response.Body = client;
            // What failed has done nothing, and may be tried again under the same key, corrected or not.
            if (!kept && !request.Saved)
                await store.ReleaseAsync(request, CancellationToken.None);
        }
        buffer.Position = 0;
        await buffer.CopyToAsync(client, context.RequestAborted);
    }

    private ITimer KeepReserved(IdempotentRequest request) =>
        time.CreateTimer(_ => _ = RenewAsync(request), null, IdempotencyStore.Reservation / 3, IdempotencyStore.Reservation / 3);

    private async Task RenewAsync(IdempotentRequest request)
    {
        try
        {
            await store.RenewAsync(request, CancellationToken.None);
        }
        catch (Npgsql.NpgsqlException exception)
        {
            NotRenewed(exception); // The next tick tries again before the reservation ends.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An idempotency key's reservation could not be renewed.")]
    private partial void NotRenewed(Exception exception);

    private static async Task<IdempotentRequest> DescribeAsync(HttpContext context, string key)
    {
        context.Request.EnableBuffering();
        var hash = await SHA256.HashDataAsync(context.Request.Body, context.RequestAborted);
        context.Request.Body.Position = 0;
        var workspace = context.Features.Get<WorkspaceContext>() ?? throw new InvalidOperationException("WithIdempotency needs RequirePermission.");
        var route = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
        return new() { WorkspaceId = workspace.WorkspaceId, Key = key, Route = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(route))), Hash = hash };
    }

    private static async Task ReplayAsync(HttpContext context, IdempotencyRow row)
    {
        context.Response.StatusCode = row.Status!.Value;
        context.Response.ContentType = row.ContentType;
        context.Response.Headers["Idempotency-Replayed"] = "true";
        if (row.Location is not null)
            context.Response.Headers.Location = row.Location;
        if (row.Body is { Length: > 0 } body)
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
