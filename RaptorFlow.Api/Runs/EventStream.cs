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
/// <param name="events">What to send.</param>
/// <param name="time">Measures silence and patience.</param>
/// <param name="may">Asked before each sending; the stream ends when the client may read it no more.</param>
/// <param name="stopping">Ends the stream, for the client to connect again elsewhere.</param>
internal sealed class EventStream(IAsyncEnumerable<RunEvent> events, TimeProvider time, Func<CancellationToken, ValueTask<bool>> may, CancellationToken stopping)
    : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>How long a client may take nothing of what is sent before its connection is cut.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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

        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping, patience.Token);
        try
        {
            await SendAsync(new(response, patience, ending.Token), ending);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            httpContext.Abort();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // A whole answer, though a short one: the client asks again for the rest.
        }
    }

    private async Task SendAsync(Sending sending, CancellationTokenSource ending)
    {
        await using var following = events.GetAsyncEnumerator(ending.Token);
        var next = following.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                var silent = !await IsThereSoonAsync(next, ending.Token);
                if ((!silent && !await next) || !await may(ending.Token))
                    return;
                await sending.WriteAsync(silent ? ": keep-alive\n\n" : Format(following.Current));
                if (!silent)
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

    private sealed class Sending(HttpResponse response, CancellationTokenSource patience, CancellationToken cancellationToken)
    {
        public async Task WriteAsync(string text)
        {
            patience.CancelAfter(Patience);
            await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
            patience.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }
}
