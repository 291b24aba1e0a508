using System.Text;
using System.Text.Json;

namespace RaptorFlow.Api.Tests.Identity;

/// <summary>What is refused, is refused with the code GoTrue gives; and always with <c>msg</c>, or supabase-js shows the whole document as the message.</summary>
public sealed class AuthRefusalTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("POST", "/auth/v1/otp")]
    [InlineData("POST", "/auth/v1/recover")]
    [InlineData("POST", "/auth/v1/factors")]
    [InlineData("GET", "/auth/v1/authorize")]
    [InlineData("GET", "/auth/v1/signup")]
    [InlineData("DELETE", "/auth/v1/user/identities/1")]
    public async Task Feature_NotOffered_SaysSo(string method, string path) =>
        Refused("feature_disabled", await host.Anonymous().SendForAsync(new(method), path, null, 404));

    [Theory]
    [InlineData("GET", "/auth/v1/admin/users")]
    [InlineData("POST", "/auth/v1/admin/generate_link")]
    [InlineData("DELETE", "/auth/v1/admin/users/1")]
    [InlineData("POST", "/auth/v1/invite")]
    public async Task AdminCall_ByAnybody_IsRefused(string method, string path)
    {
        var person = await host.SignUpAsync();
        Refused("no_authorization", await host.Anonymous().SendForAsync(new(method), path, null, 401));
        Refused("bad_jwt", await host.Anonymous().With("Bearer", "the anon key").SendForAsync(new(method), path, null, 403));
        Refused("not_admin", await person.Client.SendForAsync(new(method), path, null, 403));
    }

    [Theory]
    [InlineData("/auth/v1/signup", """{"password":"correct horse"}""", 422, "anonymous_provider_disabled")]
    [InlineData("/auth/v1/signup", """{"data":{}}""", 422, "anonymous_provider_disabled")]
    [InlineData("/auth/v1/signup", """{"phone":"+49123","password":"correct horse"}""", 400, "phone_provider_disabled")]
    [InlineData("/auth/v1/signup", """{"phone":"+49123","email":"a@example.com","password":"correct horse"}""", 400, "validation_failed")]
    [InlineData("/auth/v1/signup", """{"email":"a@example.com","password":"correct horse","data":[1]}""", 400, "bad_json")]
    [InlineData("/auth/v1/token?grant_type=password", """{"phone":"+49123","password":"correct horse"}""", 422, "phone_provider_disabled")]
    [InlineData("/auth/v1/token?grant_type=password", """{"phone":"+49123","email":"a@example.com","password":"x"}""", 400, "validation_failed")]
    [InlineData("/auth/v1/token?grant_type=password", """{"password":"x"}""", 400, "validation_failed")]
    [InlineData("/auth/v1/token?grant_type=password", """{"email":"a@example.com"}""", 400, "invalid_credentials")]
    [InlineData("/auth/v1/token?grant_type=refresh_token", """{}""", 400, "validation_failed")]
    [InlineData("/auth/v1/token?grant_type=refresh_token", """{"refresh_token":"short"}""", 400, "validation_failed")]
    [InlineData("/auth/v1/token?grant_type=refresh_token", """{"refresh_token":"0123456789012345678901234567890123456789012"}""", 400, "refresh_token_not_found")]
    [InlineData("/auth/v1/token?grant_type=magic", """{}""", 400, "invalid_credentials")]
    [InlineData("/auth/v1/token", """{}""", 400, "invalid_credentials")]
    [InlineData("/auth/v1/token?grant_type=pkce", """{}""", 404, "feature_disabled")]
    [InlineData("/auth/v1/token?grant_type=id_token", """{}""", 404, "feature_disabled")]
    [InlineData("/auth/v1/token?grant_type=web3", """{}""", 404, "feature_disabled")]
    [InlineData("/auth/v1/signup", """{"email":""", 400, "bad_json")]
    [InlineData("/auth/v1/signup", """{"email":5}""", 400, "bad_json")]
    [InlineData("/auth/v1/signup", "", 400, "bad_json")]
    public async Task Input_OfAnotherKind_IsRefusedWithGoTruesCode(string path, string body, int status, string code)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        Refused(code, await ClientExtensions.Expect(await host.Anonymous().PostAsync(path, content, TestContext.Current.CancellationToken), status));
    }

    [Fact]
    public async Task Logout_UnknownScope_IsRefusedOnlyToTheSignedIn()
    {
        var person = await host.SignUpAsync();
        Refused("validation_failed", await person.Client.PostForAsync("/auth/v1/logout?scope=all", new { }, 400));
        Refused("no_authorization", await host.Anonymous().PostForAsync("/auth/v1/logout?scope=all", new { }, 401));
    }

    private static void Refused(string code, JsonElement problem)
    {
        Assert.Equal(code, problem.GetProperty("error_code").GetString());
        Assert.Equal(problem.GetProperty("status").GetInt32(), problem.GetProperty("code").GetInt32());
        Assert.NotEmpty(problem.GetProperty("msg").GetString()!);
    }
}
