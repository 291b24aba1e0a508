using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RaptorFlow.Api.Problems;
using RaptorFlow.Embedded;
using RaptorFlow.Serialization;

namespace RaptorFlow.Api.Tests.Problems;

public sealed class ProblemTests : IAsyncLifetime
{
    private WebApplication? _app;

    private sealed record Order(string Item, int Count, DateOnly? Due, Address? To);

    private sealed record Address(Street Street);

    private sealed record Street(int Number);

    private sealed record Strict
    {
        public required string First { get; init; }

        public required string Second { get; init; }
    }

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.ConfigureHttpJsonOptions(o => RaptorJson.Apply(o.SerializerOptions));
        builder.Services.AddProblems();
        builder.Services.AddRequestTimeouts();
        _app = builder.Build();
        _app.UseProblems();
        _app.UseRequestTimeouts();
        _app.MapPost("/orders", (Order order) => order.Item);
        _app.MapPost("/strict", (Strict strict) => strict.First);
        _app.MapGet("/orders/{id}", (Guid id) => id);
        _app.MapGet("/bug", string () => throw new InvalidOperationException("password=hunter2 at /srv/secret.cs"));
        _app.MapGet("/runs", () => Problem.NotFound("run"));
        _app.MapGet("/busy", () => Problem.Unavailable("bus_away", "The bus is away."));
        _app.MapGet("/stored", string () => JsonSerializer.Deserialize<Order>("""{"item":"secret","count":"x"}""", RaptorJson.CreateOptions())!.Item);
        _app.MapGet("/database", async Task<string> (CancellationToken cancelled) =>
        {
            await using var nowhere = new NpgsqlConnection($"Host=127.0.0.1;Port={FreePort.Next()};Username=nobody");
            await nowhere.OpenAsync(cancelled);
            return "";
        });
        _app.MapGet("/endless", async Task<string> (CancellationToken cancelled) =>
        {
            await new TaskCompletionSource().Task.WaitAsync(cancelled);
            return "";
        }).WithRequestTimeout(TimeSpan.FromMilliseconds(1));
        _app.MapGet("/large", string () => throw new BadHttpRequestException("Request body too large.", 413));
        await _app.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync() => await _app!.DisposeAsync();

    [Fact]
    public async Task Bug_Anywhere_IsAnswered500WithoutInternals()
    {
        var (_, problem) = await GetAsync("/bug", 500);
        Assert.Equal("internal_error", Text(problem, "error_code"));
        Assert.DoesNotContain("hunter2", problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidOperation", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_ThatThisSideCannotRead_IsNoFaultOfTheCaller()
    {
        var (_, problem) = await GetAsync("/stored", 500);
        Assert.Equal("internal_error", Text(problem, "error_code"));
        Assert.False(problem.TryGetProperty("errors", out _));
    }

    [Fact]
    public async Task Database_Away_IsUnavailableAndSaysWhenToTryAgain()
    {
        var (response, problem) = await GetAsync("/database", 503);
        Assert.Equal("database_unavailable", Text(problem, "error_code"));
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Request_BeyondItsTime_IsAProblem() => Assert.Equal("timed_out", Text((await GetAsync("/endless", 504)).Problem, "error_code"));

    [Theory]
    [InlineData("{\"item\":\"a\",\n \"count\": \"many\"}", "count", "line 2, column")]
    [InlineData("{\"item\":\"a\",\n \"count\": 1,\n \"due\": \"tomorrow\"}", "due", "line 3")]
    [InlineData("{\"item\":\"a\", \"to\": {\"street\": {\"number\": \"x\"}}}", "to.street.number", "line 1")]
    [InlineData("{\"item\":null}", "item", "line 1")]
    public async Task Body_WrongType_NamesFieldLineAndColumn(string body, string field, string place)
    {
        var problem = await PostAsync("/orders", body, 400);
        Assert.Equal("validation_failed", Text(problem, "error_code"));
        Assert.Contains(place, problem.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"item\":\"a\",\n \"count\": }")]
    [InlineData("{\"item\":\"a\"\n")]
    [InlineData("nonsense")]
    public async Task Body_NoJson_SaysWhere(string body)
    {
        var problem = await PostAsync("/orders", body, 400);
        Assert.Equal("malformed_json", Text(problem, "error_code"));
        Assert.Contains("line ", Text(problem, "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_MissingMembers_NamesEach()
    {
        var problem = await PostAsync("/strict", "{}", 400);
        Assert.Equal(["first", "second"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Fact]
    public async Task Body_Empty_IsAProblem() => Assert.Equal(400, (await PostAsync("/orders", "", 400)).GetProperty("status").GetInt32());

    [Theory]
    [InlineData("/nowhere", 404, "not_found")]
    [InlineData("/strict", 405, "method_not_allowed")]
    [InlineData("/runs", 404, "run_not_found")]
    [InlineData("/large", 413, "payload_too_large")]
    [InlineData("/orders/1;drop", 400, "validation_failed")]
    public async Task Status_OfEveryKind_IsAFullProblemDocument(string path, int status, string code)
    {
        var (response, problem) = await GetAsync(path, status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, Text(problem, "error_code"));
        Assert.Equal($"urn:raptorflow:problem:{code}", Text(problem, "type"));
        Assert.All(["title", "detail", "request_id", "suggestion"], name => Assert.NotEmpty(Text(problem, name)));
        Assert.True(problem.GetProperty("timestamp").TryGetDateTimeOffset(out _));
    }

    [Fact]
    public async Task MediaType_NotJson_IsRefused()
    {
        var response = await _app!.GetTestClient().PostAsync("/orders", new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal("unsupported_media_type", Text(problem, "error_code"));
    }

    [Fact]
    public async Task Unavailable_Always_SaysWhenToTryAgain() =>
        Assert.NotNull((await GetAsync("/busy", 503)).Response.Headers.RetryAfter);

    private async Task<(HttpResponseMessage Response, JsonElement Problem)> GetAsync(string path, int status)
    {
        var response = await _app!.GetTestClient().GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
        return (response, await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    private async Task<JsonElement> PostAsync(string path, string body, int status)
    {
        var response = await _app!.GetTestClient().PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private static string Text(JsonElement problem, string name) => problem.GetProperty(name).GetString()!;
}
