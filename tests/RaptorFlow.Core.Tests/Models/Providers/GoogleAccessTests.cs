using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using RaptorFlow.Core.Models;
using RaptorFlow.Core.Models.Providers.Gemini;
using RaptorFlow.Testing;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.Core.Tests.Models.Providers;

/// <summary>Google's own library with credentials of our own making.</summary>
public sealed class GoogleAccessTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"credentials-{Guid.NewGuid():N}.json");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ServiceAccount_PutsATokenOnEachRequest_AndAsksForItOnce()
    {
        await using var server = (await ScriptedServer.StartAsync()).On("/token", Body("""{"access_token":"token-1","expires_in":3600,"token_type":"Bearer"}"""));
        using var key = RSA.Create(2048);
        await File.WriteAllTextAsync(
            _file,
            JsonSerializer.Serialize(new
            {
                type = "service_account",
                project_id = "p-1",
                private_key_id = "k-1",
                private_key = key.ExportPkcs8PrivateKeyPem(),
                client_email = "robot@p-1.iam.gserviceaccount.com",
                client_id = "1",
                token_uri = new Uri(server.Address, "token"),
            }),
            Cancel);
        var access = Access();

        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage();
            await access.AuthorizeAsync(request, _file, Cancel);
            Assert.Equal("Bearer token-1", request.Headers.Authorization!.ToString());
        }

        var assertion = Assert.Single(server.Requests).Body.GetValue<string>().Split("assertion=")[1];
        var claims = JsonElement.Parse(Base64Url.DecodeFromChars(assertion.Split('.')[1]));
        Assert.Equal("robot@p-1.iam.gserviceaccount.com", claims.GetProperty("iss").GetString());
        Assert.Equal("https://www.googleapis.com/auth/cloud-platform", claims.GetProperty("scope").GetString());
    }

    [Fact]
    public async Task TokensThatCannotBeReached_MayBeReachedLater()
    {
        using var key = RSA.Create(2048);
        await File.WriteAllTextAsync(
            _file,
            JsonSerializer.Serialize(new { type = "service_account", private_key = key.ExportPkcs8PrivateKeyPem(), client_email = "robot@p-1.iam.gserviceaccount.com", token_uri = "http://127.0.0.1:9/token" }),
            Cancel);
        using var request = new HttpRequestMessage();

        var failure = await Assert.ThrowsAsync<ModelCallException>(async () => await Access().AuthorizeAsync(request, _file, Cancel));

        Assert.True(failure.Transient);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("""{"type":"service_account"}""")]
    [InlineData("""{"type":"library_card"}""")]
    [InlineData("{}")]
    public async Task CredentialsThatAreNone_GiveNoAccess(string content)
    {
        await File.WriteAllTextAsync(_file, content, Cancel);
        using var request = new HttpRequestMessage();

        var failure = await Assert.ThrowsAsync<ModelCallException>(async () => await Access().AuthorizeAsync(request, _file, Cancel));

        Assert.Equal("its credentials give no access", failure.Message);
        Assert.True(failure.ProviderAtFault);
        Assert.Null(request.Headers.Authorization);
    }

    public void Dispose() => File.Delete(_file);

    private static GoogleAccess Access() => new(NullLogger<GoogleAccess>.Instance);
}
