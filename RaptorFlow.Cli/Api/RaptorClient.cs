using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using RaptorFlow.Cli.Terminal;
using RaptorFlow.Serialization;

namespace RaptorFlow.Cli.Api;

/// <summary>Speaks to the API: JSON in and out, bearer token and workspace on every request, problems as exceptions.</summary>
internal sealed class RaptorClient(Uri address) : IDisposable
{
    // The event stream stays open for as long as a run takes, so each request brings its own limit.
    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10), AllowAutoRedirect = false, UseProxy = !address.IsLoopback })
    {
        BaseAddress = address,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public Uri Address { get; } = address;

    public JsonSerializerOptions Json { get; } = RaptorJson.CreateOptions();

    public TokenAnswer? Token { get; set; }

    public string? WorkspaceId { get; set; }

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        JsonAsync<T>(() => new(HttpMethod.Get, path), Limit, cancellationToken);

    public Task<T> PutAsync<T>(string path, object body, CancellationToken cancellationToken) =>
        JsonAsync<T>(() => new(HttpMethod.Put, path) { Content = JsonContent.Create(body, body.GetType(), options: Json) }, Limit, cancellationToken);

    public Task<T> PostAsync<T>(string path, object body, CancellationToken cancellationToken, string? idempotencyKey = null, TimeSpan? limit = null) =>
        JsonAsync<T>(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, body.GetType(), options: Json) };
                if (idempotencyKey is not null)
                    request.Headers.Add("Idempotency-Key", idempotencyKey);
                return request;
            },
            limit ?? Limit,
            cancellationToken);

    /// <summary>A POST of any content, which is made anew when it has to be sent again.</summary>
    public Task<T> PostAsync<T>(string path, Func<HttpContent> content, TimeSpan limit, CancellationToken cancellationToken) =>
        JsonAsync<T>(() => new(HttpMethod.Post, path) { Content = content() }, limit, cancellationToken);

    public JsonContent Body(object body) => JsonContent.Create(body, body.GetType(), options: Json);

    /// <summary>A POST that is answered with nothing.</summary>
    public Task SendAsync(string path, object body, CancellationToken cancellationToken) =>
        NothingAsync(() => new(HttpMethod.Post, path) { Content = JsonContent.Create(body, body.GetType(), options: Json) }, cancellationToken);

    public Task DeleteAsync(string path, CancellationToken cancellationToken) => NothingAsync(() => new(HttpMethod.Delete, path), cancellationToken);

    /// <summary>Sends and returns as soon as the headers are there. The caller disposes the response.</summary>
    public async Task<HttpResponseMessage> OpenAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        var response = await SendAsync(create, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Unauthorized && Token?.RefreshToken is { } refresh)
        {
            response.Dispose();
            Token = null;
            Token = await PostAsync<TokenAnswer>("/auth/v1/token?grant_type=refresh_token", new { refresh_token = refresh }, cancellationToken);
            response = await SendAsync(create, cancellationToken);
        }
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw new ApiException(await Problem.ReadAsync(response, Json, cancellationToken));
    }

    public void Dispose() => _http.Dispose();

    private Task<T> JsonAsync<T>(Func<HttpRequestMessage> create, TimeSpan limit, CancellationToken cancellationToken) => AnswerAsync(create, limit, async (response, token) =>
        await response.Content.ReadFromJsonAsync<T>(Json, token) ?? throw new CliException($"{Address} answered nothing where {typeof(T).Name} was expected."), cancellationToken);

    private Task<bool> NothingAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken) => AnswerAsync(create, Limit, (_, _) => Task.FromResult(true), cancellationToken);

    private async Task<T> AnswerAsync<T>(Func<HttpRequestMessage> create, TimeSpan limit, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        try
        {
            using var response = await OpenAsync(create, deadline.Token);
            return await read(response, deadline.Token);
        }
        catch (JsonException exception)
        {
            throw new CliException($"{Address} answered something that is not RaptorFlow's API.", exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliException($"{Address} did not answer within {limit.TotalSeconds:0} seconds.");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        using var request = create();
        if (Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token.AccessToken);
        if (WorkspaceId is not null)
            request.Headers.Add("X-Workspace", WorkspaceId);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new UnreachableException(Address, exception);
        }
    }
}

/// <summary>No answer at the address.</summary>
internal sealed class UnreachableException(Uri address, Exception cause)
    : Exception($"Cannot reach RaptorFlow at {address}: {(cause.InnerException ?? cause).Message}", cause);
