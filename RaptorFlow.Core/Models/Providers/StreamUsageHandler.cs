using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RaptorFlow.Core.Models.Providers;

/// <summary>
/// OpenAI's SDK asks every stream for its usage. An endpoint that refuses the wish is asked once more without it, and from then on never with it:
/// its tokens are estimated.
/// </summary>
internal sealed class StreamUsageHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static ReadOnlySpan<byte> Wish => "\"stream_options\""u8;

    private volatile bool _refused;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (await WithoutWishAsync(request, cancellationToken) is not { } plain)
            return await base.SendAsync(request, cancellationToken);
        if (!_refused)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (ModelCallException e) when (e.Status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity)
            {
                // Perhaps for the wish, perhaps for something else: the second answer tells.
            }
        }
        request.Content = plain;
        var response = await base.SendAsync(request, cancellationToken);
        _refused = true;
        return response;
    }

    private static async Task<HttpContent?> WithoutWishAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is null)
            return null;
        var bytes = await request.Content.ReadAsByteArrayAsync(cancellationToken);
        if (bytes.AsSpan().IndexOf(Wish) < 0 || JsonNode.Parse(bytes) is not JsonObject body || !body.Remove("stream_options"))
            return null;
        var plain = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        plain.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return plain;
    }
}
