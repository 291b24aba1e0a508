using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RaptorFlow.Cli.Tests.Report;

namespace RaptorFlow.Cli.Tests.Commands;

/// <summary>The API as the client knows it, over real HTTP, with a script for what goes wrong.</summary>
internal sealed class ScriptedApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _token;
    private int _connections;

    private ScriptedApi(WebApplication app) => _app = app;

    public string Address { get; private set; } = "";

    public ConcurrentDictionary<string, string> Accounts { get; } = new();

    public List<(string Id, string Name)> Workspaces { get; } = [];

    public ConcurrentQueue<Seen> Requests { get; } = new();

    public JsonObject Run { get; set; } = ReportFixture.Raw();

    /// <summary>Event payloads in order; the last should end the run.</summary>
    public List<JsonObject> Events { get; set; } = Scripts.Happy();

    /// <summary>After how many events each connection ends too early, none meaning that it is torn down; connections beyond the list are whole.</summary>
    public List<int> Cuts { get; init; } = [];

    /// <summary>Leaves the event stream open after the last event.</summary>
    public bool Hang { get; init; }

    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Answers these paths with a problem document instead.</summary>
    public Dictionary<string, (int Status, JsonObject Body)> Problems { get; } = [];

    /// <summary>What further routes answer, such as <c>POST /api/runs/r1/pause</c>.</summary>
    public Dictionary<string, (int Status, JsonObject Body)> Answers { get; } = [];

    /// <summary>The first token stops working after so many tenant requests.</summary>
    public int FirstTokenLasts { get; init; } = int.MaxValue;

    internal sealed record Seen(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, JsonNode? Body);

    public static async Task<ScriptedApi> StartAsync(Func<WebApplication, ScriptedApi>? create = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var api = create?.Invoke(app) ?? new ScriptedApi(app);
        app.Run(api.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        api.Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return api;
    }

    public static Func<WebApplication, ScriptedApi> With(IEnumerable<int>? cuts = null, bool hang = false, int firstTokenLasts = int.MaxValue) =>
        app => new(app) { Cuts = [.. cuts ?? []], Hang = hang, FirstTokenLasts = firstTokenLasts };

    public Seen Single(string method, string path) => Assert.Single(Requests, r => r.Method == method && r.Path == path);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        var body = http.Request.HasFormContentType
            ? await FormAsync(http)
            : http.Request.ContentLength > 0 || http.Request.Headers.TransferEncoding.Count > 0 ? await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) : null;
        Requests.Enqueue(new(http.Request.Method, path, http.Request.QueryString.Value ?? "", http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body));
        if (Problems.TryGetValue(path, out var problem))
        {
            await WriteAsync(http, problem.Status, problem.Body, "application/problem+json");
            return;
        }
        if (path.StartsWith("/api/", StringComparison.Ordinal) && !Authorised(http))
        {
            await WriteAsync(http, 401, new() { ["title"] = "Sign in first.", ["error_code"] = "unauthorized" });
            return;
        }
        if (Answers.TryGetValue($"{http.Request.Method} {path}", out var answer))
        {
            await WriteAsync(http, answer.Status, answer.Body);
            return;
        }
        await RouteAsync(http, $"{http.Request.Method} {path}", body);
    }

    private Task RouteAsync(HttpContext http, string route, JsonNode? body) => route switch
    {
        "POST /auth/v1/token" => TokenAsync(http, body!),
        "POST /auth/v1/signup" => SignUpAsync(http, body!),
        "GET /api/workspaces" => WriteAsync(http, 200, new() { ["items"] = new JsonArray([.. Workspaces.Select(w => new JsonObject { ["id"] = w.Id, ["name"] = w.Name, ["role"] = "owner" })]) }),
        "POST /api/workspaces" => CreateWorkspaceAsync(http, body!["name"]!.GetValue<string>()),
        "POST /api/onboarding" => WriteAsync(http, 202, new() { ["id"] = "o1", ["run_id"] = "r1", ["campaign_id"] = "c1", ["status"] = "queued", ["links"] = new JsonObject() }),
        "GET /api/onboarding/o1" => WriteAsync(http, 200, Run.DeepClone().AsObject()),
        "GET /api/runs/r1" => WriteAsync(http, 200, AsRun(Run.DeepClone().AsObject())),
        "GET /api/runs/r1/events" => EventsAsync(http),
        "GET /api/agents/registry" => WriteAsync(http, 200, Scripts.Registry()),
        "POST /api/agents/RES-002/invoke" => WriteAsync(http, 200, new() { ["status"] = "success", ["output"] = new JsonObject { ["competitors"] = new JsonArray() } }),
        "POST /api/agents/RES-003/invoke" => WriteAsync(http, 202, new() { ["run_id"] = "r9", ["links"] = new JsonObject() }),
        "POST /api/memory/documents" => WriteAsync(http, 201, new() { ["id"] = "m1", ["chunks"] = 3 }),
        "POST /api/memory/search" => WriteAsync(http, 200, Scripts.Hits()),
        _ => WriteAsync(http, 404, new() { ["title"] = "There is nothing here.", ["error_code"] = "not_found" }),
    };

    // A form's fields, and its file by name and size.
    private static async Task<JsonNode> FormAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var body = new JsonObject(form.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value.ToString())));
        foreach (var file in form.Files)
            body[file.Name] = $"{file.FileName} {file.Length}";
        return body;
    }

    private bool Authorised(HttpContext http)
    {
        var first = http.Request.Headers.Authorization == "Bearer token-1";
        var current = http.Request.Headers.Authorization == string.Create(CultureInfo.InvariantCulture, $"Bearer token-{_token}");
        return current && !(first && Requests.Count(r => r.Path.StartsWith("/api/", StringComparison.Ordinal)) > FirstTokenLasts);
    }

    private Task TokenAsync(HttpContext http, JsonNode body)
    {
        var known = http.Request.Query["grant_type"] == "refresh_token"
            ? body["refresh_token"]!.GetValue<string>() == "again"
            : Accounts.TryGetValue(body["email"]!.GetValue<string>(), out var password) && password == body["password"]!.GetValue<string>();
        return known ? GrantAsync(http) : WriteAsync(http, 400, new() { ["title"] = "E-mail or password is wrong.", ["error_code"] = "invalid_credentials" });
    }

    private Task SignUpAsync(HttpContext http, JsonNode body) => Accounts.TryAdd(body["email"]!.GetValue<string>(), body["password"]!.GetValue<string>())
        ? GrantAsync(http)
        : WriteAsync(http, 422, new() { ["title"] = "There is such an account.", ["error_code"] = "user_already_exists" });

    private Task GrantAsync(HttpContext http)
    {
        var token = string.Create(CultureInfo.InvariantCulture, $"token-{Interlocked.Increment(ref _token)}");
        return WriteAsync(http, 200, new() { ["access_token"] = token, ["token_type"] = "bearer", ["expires_in"] = 3600, ["refresh_token"] = "again" });
    }

    private Task CreateWorkspaceAsync(HttpContext http, string name)
    {
        Workspaces.Add(("w" + (Workspaces.Count + 1), name));
        return WriteAsync(http, 201, new() { ["id"] = Workspaces[^1].Id, ["name"] = name, ["role"] = "owner" });
    }

    private async Task EventsAsync(HttpContext http)
    {
        var connection = Interlocked.Increment(ref _connections) - 1;
        var left = connection < Cuts.Count ? Cuts[connection] : int.MaxValue;
        var after = long.TryParse(http.Request.Headers["Last-Event-ID"], CultureInfo.InvariantCulture, out var id) ? id : 0;
        if (left == 0)
        {
            http.Abort();
            return;
        }
        http.Response.ContentType = "text/event-stream";
        foreach (var item in Events.Where(e => e["seq"]!.GetValue<long>() > after))
        {
            if (left-- == 0)
                return;
            await http.Response.WriteAsync($"id: {item["seq"]}\nevent: {item["type"]}\ndata: {item.ToJsonString()}\n\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
        if (!Hang)
            return;
        Hanging.TrySetResult();
        var gone = new TaskCompletionSource();
        await using var registration = http.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private static async Task WriteAsync(HttpContext http, int status, JsonObject body, string type = "application/json")
    {
        http.Response.StatusCode = status;
        if (status == StatusCodes.Status204NoContent)
            return;
        http.Response.ContentType = type;
        await http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted);
    }

    public void KnowAccount() => Accounts[TestCli.Email] = TestCli.Password;

    // A run has tasks where an on-boarding has steps.
    private static JsonObject AsRun(JsonObject onboarding)
    {
        var steps = onboarding["steps"];
        onboarding.Remove("steps");
        onboarding["tasks"] = steps;
        return onboarding;
    }
}
