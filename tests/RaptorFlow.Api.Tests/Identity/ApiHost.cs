using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RaptorFlow.Api.Idempotency;
using RaptorFlow.Api.Identity;
using RaptorFlow.Api.Memory;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Workspaces;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Memory;
using RaptorFlow.Serialization;
using RaptorFlow.Testing;

namespace RaptorFlow.Api.Tests.Identity;

/// <summary>The endpoints of this folder's features over a database of their own.</summary>
public sealed class ApiHost(EmbeddedStack stack) : IAsyncLifetime
{
    public const string SigningKey = "a signing key for tests, long enough to be one";
    private TestDatabase? _database;
    private WebApplication? _app;

    public string OwnerConnectionString => _database!.OwnerConnectionString;

    public IServiceProvider Services => _app!.Services;

    public async ValueTask InitializeAsync()
    {
        _database = await stack.CreateMigratedAsync();
        _app = await StartAsync(_database, []);
    }

    public static async Task<WebApplication> StartAsync(TestDatabase database, Dictionary<string, string?> settings, Action<WebApplication>? more = null, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Identity:SigningKey"] = SigningKey, ["Identity:PasswordIterations"] = "100000", ["Web:AllowedNetworks:0"] = "127.0.0.0/8" });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(database.AppConnectionString));
        builder.Services.AddSingleton<Database>();
        builder.Services.ConfigureHttpJsonOptions(o => RaptorJson.Apply(o.SerializerOptions));
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddProblems();
        builder.Services.AddIdempotency();
        builder.AddRaptorFlowIdentity();
        builder.AddMemory();
        var app = builder.Build();
        app.UseProblems();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapIdentity();
        app.MapWorkspaces();
        app.MapMemory();
        more?.Invoke(app);
        await app.StartAsync();
        return app;
    }

    public HttpClient Anonymous() => _app!.GetTestClient();

    /// <summary>Somebody who has just signed up.</summary>
    public Task<Person> SignUpAsync() => Person.SignUpAsync(Anonymous(), TestContext.Current.CancellationToken);

    /// <summary>Somebody with a workspace of their own, which their requests are for.</summary>
    public async Task<Person> SignUpWithWorkspaceAsync()
    {
        var person = await SignUpAsync();
        await person.CreateWorkspaceAsync();
        return person;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }
}

/// <summary>A signed-in user and their client.</summary>
public sealed class Person(HttpClient client, Guid id, string email, string password, JsonElement session)
{
    public HttpClient Client => client;
    public Guid Id => id;
    public string Email => email;
    public string Password => password;
    public string AccessToken => session.GetProperty("access_token").GetString()!;
    public string RefreshToken => session.GetProperty("refresh_token").GetString()!;
    public Guid WorkspaceId { get; private set; }

    public static async Task<Person> SignUpAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var email = $"{Guid.NewGuid():n}@example.com";
        var password = Guid.NewGuid().ToString();
        var response = await client.PostAsJsonAsync("/auth/v1/signup", new { email, password }, cancellationToken);
        response.EnsureSuccessStatusCode();
        var session = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        client.DefaultRequestHeaders.Authorization = new("Bearer", session.GetProperty("access_token").GetString());
        return new(client, session.GetProperty("user").GetProperty("id").GetGuid(), email, password, session);
    }

    public async Task CreateWorkspaceAsync()
    {
        var workspace = await client.PostForAsync("/api/workspaces", new { name = "Acme" }, 201);
        Use(workspace.GetProperty("id").GetGuid());
    }

    public void Use(Guid workspaceId)
    {
        WorkspaceId = workspaceId;
        client.DefaultRequestHeaders.Remove("X-Workspace");
        client.DefaultRequestHeaders.Add("X-Workspace", workspaceId.ToString());
    }

    public async Task<(Guid Id, string Key)> CreateKeyAsync(params string[] scopes)
    {
        var created = await client.PostForAsync($"/api/workspaces/{WorkspaceId}/api-keys", new { name = "k", scopes }, 201);
        return (created.GetProperty("api_key").GetProperty("id").GetGuid(), created.GetProperty("key").GetString()!);
    }

    public Task RevokeKeyAsync(Guid id) => client.SendForAsync(HttpMethod.Delete, $"/api/workspaces/{WorkspaceId}/api-keys/{id}", null, 204);

    public Task RemoveAsync(Person member) => client.SendForAsync(HttpMethod.Delete, $"/api/workspaces/{WorkspaceId}/members/{member.Id}", null, 204);

    public async Task InviteAsync(Person guest, string role)
    {
        await client.PostForAsync($"/api/workspaces/{WorkspaceId}/members", new { email = guest.Email, role }, 201);
        guest.Use(WorkspaceId);
    }
}

public static class ClientExtensions
{
    public static async Task<JsonElement> PostForAsync(this HttpClient client, string path, object body, int status) =>
        await Expect(await client.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken), status);

    public static async Task<JsonElement> GetForAsync(this HttpClient client, string path, int status) =>
        await Expect(await client.GetAsync(path, TestContext.Current.CancellationToken), status);

    public static async Task<JsonElement> SendForAsync(this HttpClient client, HttpMethod method, string path, object? body, int status)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        return await Expect(await client.SendAsync(request, TestContext.Current.CancellationToken), status);
    }

    public static HttpClient With(this HttpClient client, string scheme, string credential)
    {
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(scheme, credential);
        return client;
    }

    public static async Task<JsonElement> Expect(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} instead of {status}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }
}
