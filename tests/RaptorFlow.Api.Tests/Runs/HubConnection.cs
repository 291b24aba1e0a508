using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using RaptorFlow.Api.Tests.Identity;

namespace RaptorFlow.Api.Tests.Runs;

/// <summary>The hub of runs as it is on the wire: JSON messages that end with 0x1e.</summary>
internal sealed class HubConnection : IDisposable
{
    private const char End = '\u001e';
    private readonly ClientWebSocket _socket = new();
    private readonly Queue<string> _received = new();
    private string _rest = "";
    private int _calls;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<HubConnection> OpenAsync(WholeApi api, Person person) => OpenAsync(api, person.AccessToken, person.WorkspaceId);

    /// <param name="api">Where.</param>
    /// <param name="credential">A token or key, sent as programs do; null for none.</param>
    /// <param name="workspace">The tenant.</param>
    /// <param name="query">Appended to the address.</param>
    public static Task<HubConnection> OpenAsync(WholeApi api, string? credential, Guid workspace, string query = "") => OpenAsync(api.Address, credential, workspace, query);

    public static async Task<HubConnection> OpenAsync(Uri address, string? credential, Guid workspace, string query)
    {
        var connection = new HubConnection();
        if (credential is not null)
            connection._socket.Options.SetRequestHeader("Authorization", $"Bearer {credential}");
        connection._socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await connection._socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/hubs/runs", Query = $"workspace={workspace}{query}" }.Uri, Token);
        }
        catch (WebSocketException) when ((int)connection._socket.HttpStatusCode >= 400)
        {
            throw new HttpRequestException("refused", null, connection._socket.HttpStatusCode);
        }
        await connection.SendAsync("""{"protocol":"json","version":1}""");
        Assert.Equal("{}", await connection.ReceiveAsync());
        return connection;
    }

    /// <summary>Begins to follow a run, and says under which name answers come.</summary>
    public async Task<string> FollowAsync(object run, object? after)
    {
        var name = $"{++_calls}";
        await SendAsync(JsonSerializer.Serialize(new { type = 4, invocationId = name, target = "Follow", arguments = new[] { run, after } }));
        return name;
    }

    /// <summary>The next event, or null and why at the stream's end.</summary>
    public async Task<(JsonElement? Event, string? Error)> NextAsync()
    {
        while (true)
        {
            var message = JsonElement.Parse(await ReceiveAsync());
            switch (message.GetProperty("type").GetInt32())
            {
                case 2: return (message.GetProperty("item"), null);
                case 3: return (null, message.TryGetProperty("error", out var error) ? error.GetString() : null);
                case 6: continue;
                default: throw new InvalidOperationException(message.ToString());
            }
        }
    }

    public async Task<List<long>> NumbersAsync(object run, object? after)
    {
        await FollowAsync(run, after);
        var numbers = new List<long>();
        while (await NextAsync() is { Event: { } next })
            numbers.Add(next.GetProperty("seq").GetInt64());
        return numbers;
    }

    public Task SendAsync(string message) => _socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, true, Token);

    public void Dispose() => _socket.Dispose();

    /// <exception cref="WebSocketException">The other side has closed.</exception>
    private async Task<string> ReceiveAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        while (_received.Count == 0)
        {
            var part = await _socket.ReceiveAsync(buffer, Token);
            if (part.MessageType == WebSocketMessageType.Close)
                throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely, _socket.CloseStatusDescription);
            var messages = (_rest + Encoding.UTF8.GetString(buffer, 0, part.Count)).Split(End);
            _rest = messages[^1];
            foreach (var message in messages[..^1])
                _received.Enqueue(message);
        }
        ArrayPool<byte>.Shared.Return(buffer);
        return _received.Dequeue();
    }
}
