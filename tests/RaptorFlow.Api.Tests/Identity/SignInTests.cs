using System.Buffers.Text;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Time.Testing;
using RaptorFlow.Testing;

namespace RaptorFlow.Api.Tests.Identity;

public sealed class SignInTests(ApiHost host, EmbeddedStack stack) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task SignUp_NewAddress_AnswersAGoTrueSession()
    {
        var email = $"{Guid.NewGuid():n}@Example.COM";
        var session = await host.Anonymous().PostForAsync("/auth/v1/signup", new { email, password = "correct horse", data = new { name = "Ada" }, gotrue_meta_security = new { }, code_challenge = (string?)null }, 200);

        Assert.Equal("bearer", session.GetProperty("token_type").GetString());
        Assert.Equal(3600, session.GetProperty("expires_in").GetInt32());
        Assert.InRange(session.GetProperty("expires_at").GetInt64(), DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 3500, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 3700);
        Assert.NotEmpty(session.GetProperty("refresh_token").GetString()!);
        var user = session.GetProperty("user");
        Assert.Equal(email.ToLowerInvariant(), user.GetProperty("email").GetString());
        Assert.Equal("authenticated", user.GetProperty("aud").GetString());
        Assert.Equal("authenticated", user.GetProperty("role").GetString());
        Assert.Equal("email", user.GetProperty("app_metadata").GetProperty("provider").GetString());
        Assert.Equal("Ada", user.GetProperty("user_metadata").GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.String, user.GetProperty("created_at").ValueKind);
    }

    [Fact]
    public async Task SignUp_AddressTaken_SaysSoInBothForms()
    {
        var person = await host.SignUpAsync();

        var problem = await host.Anonymous().PostForAsync("/auth/v1/signup", new { email = person.Email.ToUpperInvariant(), password = "correct horse" }, 422);

        Assert.Equal(422, problem.GetProperty("code").GetInt32());
        Assert.Equal("user_already_exists", problem.GetProperty("error_code").GetString());
        Assert.Equal("User already registered", problem.GetProperty("msg").GetString());
        Assert.Equal(422, problem.GetProperty("status").GetInt32());
        Assert.All(["title", "detail", "request_id", "timestamp", "suggestion"], name => Assert.NotEmpty(problem.GetProperty(name).GetString()!));
    }

    [Theory]
    [InlineData("nobody", "correct horse", 400, "validation_failed")]
    [InlineData("Ada <ada@example.com>", "correct horse", 400, "validation_failed")]
    [InlineData("a\0b@example.com", "correct horse", 400, "validation_failed")]
    [InlineData("ada@example.com", "short", 422, "weak_password")]
    [InlineData("ada@example.com", "", 400, "validation_failed")]
    public async Task SignUp_BadInput_IsRefused(string email, string password, int status, string code)
    {
        var problem = await host.Anonymous().PostForAsync("/auth/v1/signup", new { email, password }, status);
        Assert.Equal(code, problem.GetProperty("error_code").GetString());
    }

    [Fact]
    public async Task Token_RightPassword_SignsIn()
    {
        var person = await host.SignUpAsync();
        var session = await host.Anonymous().PostForAsync("/auth/v1/token?grant_type=password", new { email = person.Email, password = person.Password }, 200);

        var client = host.Anonymous().With("Bearer", session.GetProperty("access_token").GetString()!);
        var user = await client.GetForAsync("/auth/v1/user", 200);
        Assert.Equal(person.Id, user.GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task Token_WrongPasswordAndNoSuchUser_AnswerTheSame()
    {
        var person = await host.SignUpAsync();
        var wrong = await host.Anonymous().PostForAsync("/auth/v1/token?grant_type=password", new { email = person.Email, password = "something else" }, 400);
        var nobody = await host.Anonymous().PostForAsync("/auth/v1/token?grant_type=password", new { email = $"{Guid.NewGuid():n}@example.com", password = "something else" }, 400);

        Assert.Equal("invalid_credentials", wrong.GetProperty("error_code").GetString());
        Assert.Equal(Stable(wrong), Stable(nobody));

        static string Stable(JsonElement problem) => string.Join('\n', problem.EnumerateObject().Where(p => p.Name is not ("request_id" or "timestamp")).Select(p => $"{p.Name}={p.Value}"));
    }

    [Fact]
    public async Task Token_TooManyFailures_IsLimitedEvenForTheRightPassword()
    {
        var person = await host.SignUpAsync();
        for (var i = 0; i < 5; i++)
            await host.Anonymous().PostForAsync("/auth/v1/token?grant_type=password", new { email = person.Email, password = "a guess" }, 400);

        var response = await host.Anonymous().PostAsJsonAsync("/auth/v1/token?grant_type=password", new { email = person.Email, password = person.Password }, TestContext.Current.CancellationToken);

        var problem = await ClientExtensions.Expect(response, 429);
        Assert.Equal("over_request_rate_limit", problem.GetProperty("error_code").GetString());
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));
    }

    [Fact]
    public async Task Token_ManyGuessesAtOnce_CountEachOther()
    {
        var person = await host.SignUpAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            host.Anonymous().PostAsJsonAsync("/auth/v1/token?grant_type=password", new { email = person.Email, password = "a guess" }, TestContext.Current.CancellationToken)));
        Assert.InRange(answers.Count(a => (int)a.StatusCode == 400), 0, 5);
    }

    [Theory]
    [InlineData("' or '1'='1")]
    [InlineData("x'; drop table users; --")]
    [InlineData("$1 @email {0}")]
    public async Task Token_InjectionInEveryField_IsJustWrong(string text)
    {
        await host.Anonymous().PostForAsync("/auth/v1/token?grant_type=password", new { email = text, password = text }, 400);
        await host.Anonymous().PostForAsync("/auth/v1/token?grant_type=refresh_token", new { refresh_token = text }, 400);
        await host.SignUpAsync();
    }

    [Fact]
    public async Task Refresh_Token_GivesANewOneAndTheOldSurvivesOnlyALostAnswer()
    {
        var person = await host.SignUpAsync();
        var next = await RefreshAsync(person.RefreshToken, 200);
        var again = await RefreshAsync(person.RefreshToken, 200);
        Assert.NotEqual(person.RefreshToken, next.GetProperty("refresh_token").GetString());
        Assert.Equal(next.GetProperty("refresh_token").GetString(), again.GetProperty("refresh_token").GetString());

        await RefreshAsync(next.GetProperty("refresh_token").GetString()!, 200);
        var stolen = await RefreshAsync(person.RefreshToken, 400);
        Assert.Equal("refresh_token_already_used", stolen.GetProperty("error_code").GetString());
        Assert.Equal("refresh_token_not_found", (await RefreshAsync(next.GetProperty("refresh_token").GetString()!, 400)).GetProperty("error_code").GetString());
        await person.Client.GetForAsync("/auth/v1/user", 403);
    }

    [Fact]
    public async Task Logout_Global_EndsTheSession()
    {
        var person = await host.SignUpAsync();
        await person.Client.PostForAsync("/auth/v1/logout?scope=global", new { }, 204);

        Assert.Equal("session_not_found", (await person.Client.GetForAsync("/auth/v1/user", 403)).GetProperty("error_code").GetString());
        await RefreshAsync(person.RefreshToken, 400);
    }

    [Fact]
    public async Task Refresh_Session_KeepsSayingWhenThePasswordWasGiven()
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
        await using var database = await stack.CreateMigratedAsync();
        await using var app = await ApiHost.StartAsync(database, [], time: time);
        var person = await Person.SignUpAsync(app.GetTestClient(), TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromMinutes(50));
        var next = await person.Client.PostForAsync("/auth/v1/token?grant_type=refresh_token", new { refresh_token = person.RefreshToken }, 200);

        var claims = JsonElement.Parse(Base64Url.DecodeFromChars(next.GetProperty("access_token").GetString()!.Split('.')[1]));
        Assert.Equal(1_800_000_000, claims.GetProperty("amr")[0].GetProperty("timestamp").GetInt64());
        Assert.Equal(1_800_003_000, claims.GetProperty("iat").GetInt64());
    }

    [Fact]
    public async Task Logout_Others_KeepsThisSession()
    {
        var person = await host.SignUpAsync();
        var other = await host.Anonymous().PostForAsync("/auth/v1/token?grant_type=password", new { email = person.Email, password = person.Password }, 200);
        await person.Client.PostForAsync("/auth/v1/logout?scope=others", new { }, 204);

        await person.Client.GetForAsync("/auth/v1/user", 200);
        await RefreshAsync(other.GetProperty("refresh_token").GetString()!, 400);
    }

    [Fact]
    public async Task User_NoToken_IsAskedForOne() =>
        Assert.Equal("no_authorization", (await host.Anonymous().GetForAsync("/auth/v1/user", 401)).GetProperty("error_code").GetString());

    private Task<JsonElement> RefreshAsync(string token, int status) =>
        host.Anonymous().PostForAsync("/auth/v1/token?grant_type=refresh_token", new { refresh_token = token }, status);
}
