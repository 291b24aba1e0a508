using System.Text.Json;

namespace RaptorFlow.Api.Tests.Identity;

public sealed class UpdateUserTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Data_IsMergedAndNullRemoves()
    {
        var person = await host.SignUpAsync();
        await PutAsync(person, new { data = new { name = "Ada", city = "London", deep = new { gone = (string?)null } } }, 200);

        await PutAsync(person, new { data = new { name = (string?)null, born = 1815 } }, 200);

        var user = await person.Client.GetForAsync("/auth/v1/user", 200);
        Assert.Equal(["born", "city", "deep"], user.GetProperty("user_metadata").EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal(JsonValueKind.Null, user.GetProperty("user_metadata").GetProperty("deep").GetProperty("gone").ValueKind);
        await SignInAsync(person, person.Password, 200);
    }

    [Fact]
    public async Task Data_InManySmallSteps_CannotOutgrowTheLimit()
    {
        var person = await host.SignUpAsync();
        await PutAsync(person, new { data = new { a = new string('a', 3000) } }, 200);

        var problem = await PutAsync(person, new { data = new { b = new string('b', 3000) }, password = "a new password" }, 400);

        Assert.Equal("validation_failed", problem.GetProperty("error_code").GetString());
        Assert.False((await person.Client.GetForAsync("/auth/v1/user", 200)).GetProperty("user_metadata").TryGetProperty("b", out _));
        await SignInAsync(person, person.Password, 200);
        await PutAsync(person, new { data = new { a = (string?)null } }, 200);
    }

    [Fact]
    public async Task Password_Changed_SignsInAloneAndEndsTheOtherSessions()
    {
        var person = await host.SignUpAsync();
        var other = await SignInAsync(person, person.Password, 200);

        await PutAsync(person, new { password = "a new password" }, 200);

        await SignInAsync(person, person.Password, 400);
        await SignInAsync(person, "a new password", 200);
        await person.Client.GetForAsync("/auth/v1/user", 200);
        await host.Anonymous().PostForAsync("/auth/v1/token?grant_type=refresh_token", new { refresh_token = person.RefreshToken }, 200);
        await host.Anonymous().PostForAsync("/auth/v1/token?grant_type=refresh_token", new { refresh_token = other.GetProperty("refresh_token").GetString() }, 400);
    }

    [Fact]
    public async Task Password_TheSame_IsRefused()
    {
        var person = await host.SignUpAsync();
        Assert.Equal("same_password", (await PutAsync(person, new { password = person.Password }, 422)).GetProperty("error_code").GetString());
    }

    [Theory]
    [InlineData("""{"password":"short"}""", 422, "weak_password")]
    [InlineData("""{"password":""}""", 422, "weak_password")]
    [InlineData("""{"data":"text"}""", 400, "bad_json")]
    [InlineData("""{"data":{"a":"\u0000"}}""", 400, "validation_failed")]
    [InlineData("""{"app_metadata":{"role":"admin"}}""", 403, "not_admin")]
    [InlineData("""{"email":"somebody.else@example.com"}""", 422, "feature_disabled")]
    [InlineData("""{"phone":"+491234567"}""", 422, "phone_provider_disabled")]
    public async Task Change_NotPossible_IsRefused(string body, int status, string code)
    {
        var person = await host.SignUpAsync();
        Assert.Equal(code, (await PutAsync(person, JsonElement.Parse(body), status)).GetProperty("error_code").GetString());
    }

    [Fact]
    public async Task Email_OnesOwn_ChangesNothing()
    {
        var person = await host.SignUpAsync();
        var user = await PutAsync(person, new { email = person.Email.ToUpperInvariant() }, 200);
        Assert.Equal(person.Email, user.GetProperty("email").GetString());
    }

    [Fact]
    public async Task SignedOut_IsRefused()
    {
        var person = await host.SignUpAsync();
        await person.Client.PostForAsync("/auth/v1/logout", new { }, 204);
        Assert.Equal("session_not_found", (await PutAsync(person, new { data = new { a = 1 } }, 403)).GetProperty("error_code").GetString());
    }

    private static Task<JsonElement> PutAsync(Person person, object change, int status) => person.Client.SendForAsync(HttpMethod.Put, "/auth/v1/user", change, status);

    private Task<JsonElement> SignInAsync(Person person, string password, int status) =>
        host.Anonymous().PostForAsync("/auth/v1/token?grant_type=password", new { email = person.Email, password }, status);
}
