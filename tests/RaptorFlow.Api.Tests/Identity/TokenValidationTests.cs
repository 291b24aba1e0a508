using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using RaptorFlow.Testing;

namespace RaptorFlow.Api.Tests.Identity;

public sealed class TokenValidationTests(ApiHost host, EmbeddedStack stack) : IClassFixture<ApiHost>
{
    private const string SupabaseIssuer = "https://project.supabase.co/auth/v1";
    private const string SupabaseSecret = "the shared secret of a Supabase project";

    private static readonly Dictionary<string, string?> BySecret = new() { ["Identity:Supabase:Issuer"] = SupabaseIssuer, ["Identity:Supabase:JwtSecret"] = SupabaseSecret };

    [Fact]
    public async Task Api_NoToken_AsksForOne()
    {
        var problem = await host.Anonymous().GetForAsync("/api/workspaces", 401);
        Assert.Equal("not_authenticated", problem.GetProperty("error_code").GetString());
    }

    [Fact]
    public async Task Api_OwnToken_IsAccepted()
    {
        var person = await host.SignUpAsync();
        var own = Sign(Payload(person.Id), ApiHost.SigningKey);
        await host.Anonymous().With("Bearer", own).GetForAsync("/api/workspaces", 200);
    }

    [Theory]
    [InlineData("other key")]
    [InlineData("expired")]
    [InlineData("no expiry")]
    [InlineData("not yet")]
    [InlineData("other issuer")]
    [InlineData("other audience")]
    [InlineData("alg none")]
    [InlineData("alg none, no signature")]
    [InlineData("alg HS512")]
    [InlineData("changed")]
    [InlineData("no subject")]
    [InlineData("subject is no id")]
    [InlineData("garbage")]
    [InlineData("empty")]
    public async Task Api_ForgedToken_IsRefused(string how)
    {
        var person = await host.SignUpAsync();
        var good = Payload(person.Id);
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var token = how switch
        {
            "other key" => Sign(good, "another key that is long enough too"),
            "expired" => Sign(Payload(person.Id, exp: now - 120), ApiHost.SigningKey),
            "no expiry" => Sign(Payload(person.Id, exp: null), ApiHost.SigningKey),
            "not yet" => Sign(good with { Nbf = now + 600 }, ApiHost.SigningKey),
            "other issuer" => Sign(good with { Iss = SupabaseIssuer }, ApiHost.SigningKey),
            "other audience" => Sign(good with { Aud = "anon" }, ApiHost.SigningKey),
            "alg none" => Sign(good, ApiHost.SigningKey, "none"),
            "alg none, no signature" => Sign(good, ApiHost.SigningKey, "none")[..^43],
            "alg HS512" => Sign(good, ApiHost.SigningKey, "HS512"),
            "changed" => string.Join('.', Sign(good, ApiHost.SigningKey).Split('.') is [var h, _, var s] ? [h, Part(Payload(Guid.NewGuid())), s] : []),
            "no subject" => Sign(good with { Sub = null }, ApiHost.SigningKey),
            "subject is no id" => Sign(good with { Sub = "admin' or 1=1" }, ApiHost.SigningKey),
            "garbage" => "a.b.c",
            _ => " ",
        };

        var response = await host.Anonymous().With("Bearer", token).GetAsync("/api/workspaces", TestContext.Current.CancellationToken);

        Assert.True(response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, $"{response.StatusCode}");
        await host.Anonymous().With("Bearer", token).GetForAsync("/auth/v1/user", how == "empty" ? 401 : 403);
    }

    [Fact]
    public async Task Supabase_SharedSecret_IsAcceptedAndItsUserCanOwnAWorkspace()
    {
        await using var database = await stack.CreateMigratedAsync();
        await using var app = await ApiHost.StartAsync(database, BySecret);
        var client = app.GetTestClient().With("Bearer", Sign(Payload(Guid.NewGuid()) with { Iss = SupabaseIssuer }, SupabaseSecret));

        await client.PostForAsync("/api/workspaces", new { name = "Acme" }, 201);

        var list = await client.GetForAsync("/api/workspaces", 200);
        Assert.Equal("admin", Assert.Single(list.GetProperty("items").EnumerateArray()).GetProperty("role").GetString());
    }

    [Fact]
    public async Task Supabase_KeysOfTheTwoIssuersSwapped_AreRefused()
    {
        await using var database = await stack.CreateMigratedAsync();
        await using var app = await ApiHost.StartAsync(database, BySecret);

        await app.GetTestClient().With("Bearer", Sign(Payload(Guid.NewGuid()) with { Iss = SupabaseIssuer }, ApiHost.SigningKey)).GetForAsync("/api/workspaces", 401);
        await app.GetTestClient().With("Bearer", Sign(Payload(Guid.NewGuid()), SupabaseSecret)).GetForAsync("/api/workspaces", 401);
    }

    [Fact]
    public async Task Supabase_PublishedKeys_AcceptTheirSignatureAndNoOther()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(key) { KeyId = "k1" });
        var jwks = JsonSerializer.Serialize(new { keys = new[] { new { kty = "EC", crv = jwk.Crv, x = jwk.X, y = jwk.Y, kid = "k1", alg = "ES256", use = "sig" } } });
        await using var issuer = await ServeAsync(jwks);
        var address = issuer.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/jwks.json";
        await using var database = await stack.CreateMigratedAsync();
        await using var app = await ApiHost.StartAsync(database, new() { ["Identity:Supabase:Issuer"] = SupabaseIssuer, ["Identity:Supabase:JwksAddress"] = address });
        var payload = Payload(Guid.NewGuid()) with { Iss = SupabaseIssuer };

        await app.GetTestClient().With("Bearer", Sign(payload, key)).GetForAsync("/api/workspaces", 200);
        await app.GetTestClient().With("Bearer", Sign(payload, stranger)).GetForAsync("/api/workspaces", 401);
        // The published key is no secret: used as one, it signs nothing.
        await app.GetTestClient().With("Bearer", Sign(payload, jwks)).GetForAsync("/api/workspaces", 401);
    }

    [Theory]
    [InlineData("Identity:SigningKey", "short")]
    [InlineData("Identity:Supabase:JwtSecret", SupabaseSecret)]
    public async Task Start_WithoutASafeConfiguration_IsRefused(string setting, string value)
    {
        await using var database = await stack.CreateMigratedAsync();
        await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(database, new() { [setting] = value }));
    }

    private static async Task<WebApplication> ServeAsync(string document)
    {
        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0"]);
        var app = builder.Build();
        app.MapGet("/jwks.json", () => Results.Content(document, "application/json"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static Claims Payload(Guid user, long? exp = 0) => new(
        user.ToString(), "raptorflow/auth/v1", "authenticated", exp == 0 ? DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 600 : exp, $"{user:n}@example.com", Guid.NewGuid().ToString(), null);

    private static string Sign(Claims claims, string key, string algorithm = "HS256")
    {
        var signed = $"{Part(new { alg = algorithm, typ = "JWT" })}.{Part(claims)}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        var secret = Encoding.UTF8.GetBytes(key);
        return $"{signed}.{Base64Url.EncodeToString(algorithm == "HS512" ? HMACSHA512.HashData(secret, bytes) : HMACSHA256.HashData(secret, bytes))}";
    }

    private static string Sign(Claims claims, ECDsa key)
    {
        var signed = $"{Part(new { alg = "ES256", typ = "JWT", kid = "k1" })}.{Part(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    private static string Part<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value, Json));

    private static readonly JsonSerializerOptions Json = Serialization.RaptorJson.CreateOptions();

    private sealed record Claims(string? Sub, string Iss, string Aud, long? Exp, string Email, string SessionId, long? Nbf);
}
