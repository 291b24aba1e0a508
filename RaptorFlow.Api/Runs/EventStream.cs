using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using RaptorFlow.Core;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Runs;

/// <summary>Events as Server-Sent Events, with a comment whenever nothing happened for a while: proxies cut connections that are silent.</summary>
internal sealed class EventStream(IAsyncEnumerable<RunEvent> events, TimeProvider time) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private const string MediaType = "text/event-stream";

    public int? StatusCode => StatusCodes.Status200OK;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(RunEvent), [MediaType]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-cache,no-store";
        response.Headers.Pragma = "no-cache";
        response.Headers.ContentEncoding = "identity";
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.StartAsync(httpContext.RequestAborted);
        await FollowAsync(response, httpContext.RequestAborted);
    }

    private async Task FollowAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var following = events.GetAsyncEnumerator(ending.Token);
        var next = following.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (!await IsThereSoonAsync(next, cancellationToken))
                {
                    await WriteAsync(response, ": keep-alive\n\n", cancellationToken);
                    continue;
                }
                if (!await next)
                    return;
                await WriteAsync(response, Format(following.Current), cancellationToken);
                next = following.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // An iterator that is still at work cannot be disposed.
            await ending.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> IsThereSoonAsync(Task<bool> next, CancellationToken cancellationToken)
    {
        try
        {
            await ((Task)next).WaitAsync(Silence, time, cancellationToken);
            return true;
        }
        catch (TimeoutException) when (!next.IsCompleted)
        {
            return false;
        }
    }

    private static string Format(RunEvent next) =>
        string.Create(CultureInfo.InvariantCulture, $"event: {next.Type}\ndata: {JsonSerializer.Serialize(next, CoreJson.Options)}\nid: {next.Seq}\n\n");

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
