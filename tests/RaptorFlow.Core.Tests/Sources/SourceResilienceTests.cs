using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Core.Sources;
using RaptorFlow.Sources;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Sources.SourcesUnderTest;

namespace RaptorFlow.Core.Tests.Sources;

public sealed class SourceResilienceTests(EmbeddedStack stack)
{
    private const string Path = "/newsapi/everything";
    private const string Nothing = """{"status":"ok","totalResults":0,"articles":[]}""";

    private static readonly ArticleQuestion Question = new("crm");

    [Theory]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(408)]
    public async Task FailureThatMayPass_IsTriedAgain(int status)
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, ScriptedServer.Status(status), ScriptedServer.Abort(), Answer(Nothing));

        Assert.Equal(SourceStatus.Empty, Report(await test.AskAsync(Question)).Status);
        Assert.Equal(3, test.Server.Calls(Path));
    }

    [Fact]
    public async Task FailureThatStays_IsGivenUp()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, [.. Enumerable.Repeat(ScriptedServer.Status(503), 9)]);

        Assert.Equal(SourceStatus.Unavailable, Report(await test.AskAsync(Question)).Status);
        Assert.Equal(3, test.Server.Calls(Path));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    public async Task FailureThatDoesNotPass_IsNotTriedAgain(int status)
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, ScriptedServer.Status(status), Answer(Nothing));

        Assert.False((await test.AskAsync(Question)).Seen);
        Assert.Equal(1, test.Server.Calls(Path));
    }

    [Fact]
    public async Task WhatChangesSomething_IsNotSentTwice()
    {
        const string Tokens = "/canva/auth/v1/oauth/token";
        await using var test = await StartAsync(stack, ("Sources:Vendors:canva:BaseAddress", "{server}/canva/"));
        await test.EnterAsync("canva", ("client_id", "client-id"), ("client_secret", "client-secret"), ("refresh_token", "refresh-1"));
        test.Server.On(Tokens, ScriptedServer.Status(503), Answer("""{"access_token":"a","refresh_token":"b","expires_in":60}"""));

        Assert.Equal(SourceStatus.Unavailable, Assert.Single((await test.AskAsync(new DesignQuestion("Autumn"))).Reports).Status);
        Assert.Equal(1, test.Server.Calls(Tokens));
    }

    [Fact]
    public async Task RetryAfter_IsWaited_WhereItIsBearable()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, ScriptedServer.Status(503, "7"), Answer(Nothing));

        Assert.Equal(SourceStatus.Empty, Report(await test.AskAsync(Question)).Status);
        Assert.Contains(TimeSpan.FromSeconds(7), test.Time.Waits);
    }

    [Fact]
    public async Task RetryAfter_ThatIsNotBearable_IsTold()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, ScriptedServer.Status(503, "3600"), Answer(Nothing));

        var report = Report(await test.AskAsync(Question));

        Assert.Equal((SourceStatus.Unavailable, TimeSpan.FromHours(1)), (report.Status, report.RetryAfter));
        Assert.Equal(1, test.Server.Calls(Path));
    }

    [Fact]
    public async Task RetryAfter_AsATimeOfDay_IsReadByTheVendorsClock()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, Answer("{}", status: 503, headers: [("Date", "Mon, 23 Nov 2026 12:00:00 GMT"), ("Retry-After", "Mon, 23 Nov 2026 12:30:00 GMT")]));

        Assert.Equal(TimeSpan.FromMinutes(30), Report(await test.AskAsync(Question)).RetryAfter);
    }

    [Fact]
    public async Task Circuit_OpensAfterFailures_AndSaysSo()
    {
        await using var test = await StartAsync(stack, Key, Address, ("Sources:Retries", "0"), ("Sources:CircuitMinimumCalls", "2"));
        test.Server.On(Path, [.. Enumerable.Repeat(ScriptedServer.Status(503), 5)]);
        var vendors = test.Services.GetRequiredService<Vendors>();

        Assert.Equal("closed", vendors.CircuitOf(vendors.Get("newsapi")));
        await test.AskAsync(Question);
        await test.AskAsync(Question);
        var passedOver = Report(await test.AskAsync(Question));

        Assert.Equal((SourceStatus.Unavailable, "It is passed over after too many failures."), (passedOver.Status, passedOver.Detail));
        Assert.Equal("open", vendors.CircuitOf(vendors.Get("newsapi")));
        Assert.Equal(2, test.Server.Calls(Path));
    }

    [Fact]
    public async Task Circuit_DoesNotOpenForWrongQuestionsAndKeys()
    {
        await using var test = await StartAsync(stack, Key, Address, ("Sources:Retries", "0"), ("Sources:CircuitMinimumCalls", "2"));
        test.Server.On(Path, [.. Enumerable.Repeat(ScriptedServer.Status(401), 4), Answer(Nothing)]);

        for (var i = 0; i < 4; i++)
            await test.AskAsync(Question);

        Assert.Equal(SourceStatus.Empty, Report(await test.AskAsync(Question)).Status);
    }

    [Fact]
    public async Task AnswerThatDoesNotCome_IsGivenUp()
    {
        // The clock of the test hurries through so short a time.
        await using var test = await StartAsync(stack, Key, Address, ("Sources:Retries", "0"), ("Sources:Timeout", "00:00:10"));
        test.Server.On(Path, ScriptedServer.Never());

        var report = Report(await test.AskAsync(Question));

        Assert.Equal((SourceStatus.Unavailable, "It gave no answer within 10 s."), (report.Status, report.Detail));
    }

    [Fact]
    public async Task AnswerThatIsTooLarge_IsNotRead()
    {
        await using var test = await StartAsync(stack, Key, Address, ("Sources:Retries", "0"));
        test.Server.On(Path, async context =>
        {
            context.Response.ContentLength = 40 * 1024 * 1024;
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await ScriptedServer.Never()(context);
        });

        var report = Report(await test.AskAsync(Question));

        Assert.Equal(SourceStatus.Failed, report.Status);
        Assert.Contains("larger than 32 MB", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VendorThatIsNotThere_IsUnavailable()
    {
        await using var test = await StartAsync(stack, Key, ("Sources:Vendors:newsapi:BaseAddress", "http://127.0.0.1:1/"));

        var report = Report(await test.AskAsync(Question));

        Assert.Equal((SourceStatus.Unavailable, "It could not be reached."), (report.Status, report.Detail));
    }

    [Fact]
    public async Task Redirect_IsNotFollowed_SoThatTheKeyStaysWhereItBelongs()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        test.Server.On("/elsewhere", Answer(Nothing));

        Assert.Equal(SourceStatus.Failed, Report(await test.AskAsync(Question)).Status);
        Assert.Equal(0, test.Server.Calls("/elsewhere"));
    }

    [Fact]
    public async Task SecretThatIsSaidBack_IsNotShown()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, Answer("""{"status":"error","code":"apiKeyInvalid","message":"The key secret-n is invalid."}""", status: 401));

        Assert.Equal("It refuses the key: The key … is invalid.", Report(await test.AskAsync(Question)).Detail);
    }

    private static (string, string) Key => ("Sources:Vendors:newsapi:Credential:api_key", "secret-n");

    private static (string, string) Address => ("Sources:Vendors:newsapi:BaseAddress", "{server}/newsapi/");

    private static SourceReport Report<T>(SourceAnswer<T> answer)
        where T : SourceItem => Assert.Single(answer.Reports, report => report.Source == "newsapi");
}
