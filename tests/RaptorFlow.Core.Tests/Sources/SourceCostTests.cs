using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Sources;
using RaptorFlow.Sources;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Sources.SourcesUnderTest;

namespace RaptorFlow.Core.Tests.Sources;

public sealed class SourceCostTests(EmbeddedStack stack)
{
    private const string Path = "/newsapi/everything";
    private const string One = """{"status":"ok","totalResults":1,"articles":[{"title":"CRM grows","url":"https://daily.example/1"}]}""";

    private static readonly ArticleQuestion Question = new("crm");

    [Fact]
    public async Task Cost_IsHeldBefore_AndSettledAfter()
    {
        await using var test = await StartAsync(stack, Key, Address, Price);
        Budget? during = null;
        test.Server.On(Path, async context =>
        {
            during = await MonthAsync(test);
            await Answer(One)(context);
        });

        var report = Report(await test.AskAsync(Question));

        var after = await MonthAsync(test);
        Assert.Equal((10_000L, 0L), (during!.HeldMicros, during.SpentMicros));
        Assert.Equal((0L, 10_000L), (after.HeldMicros, after.SpentMicros));
        Assert.Equal(10_000, report.CostMicros);
        Assert.Equal([("newsapi", "everything", 10_000L, "provider")], await test.BookedAsync());
    }

    [Fact]
    public async Task OverBudget_NobodyIsAsked()
    {
        await using var test = await StartAsync(stack, Key, Address, Price);
        var budgets = test.Services.GetRequiredService<IBudgets>();
        await budgets.SetLimitAsync(test.WorkspaceId, BudgetScope.WorkspaceMonth, await budgets.MonthAsync(test.WorkspaceId, Token), 9_999, Token);

        var answer = await test.AskAsync(Question);

        Assert.False(answer.Seen);
        Assert.Equal((SourceStatus.OverBudget, 0L), (Report(answer).Status, Report(answer).CostMicros));
        Assert.Empty(test.Server.Requests);
        Assert.Empty(await test.BookedAsync());
        Assert.Equal(0, (await MonthAsync(test)).HeldMicros);
    }

    [Fact]
    public async Task AnswerOfBefore_CostsNothing_AndSaysWhatItSaved()
    {
        await using var test = await StartAsync(stack, Key, Address, Price);
        test.Server.On(Path, Answer(One));

        await test.AskAsync(Question);
        var again = Report(await test.AskAsync(Question));

        Assert.Equal((SourceStatus.Answered, true, 0L), (again.Status, again.Cached, again.CostMicros));
        Assert.Equal([("newsapi", "everything", 10_000L, "provider"), ("newsapi", "everything", 0L, "cache")], await test.BookedAsync());
        await using var scope = await test.Database.BeginAsync(test.WorkspaceId, Token);
        Assert.Equal([0, 10_000], await scope.QueryAsync<long>("select saved_micros from cost_entries where workspace_id = @WorkspaceId order by id", new { test.WorkspaceId }, Token));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(503)]
    public async Task AnswerThatFails_ChargesNothing_AndHoldsNothing(int status)
    {
        await using var test = await StartAsync(stack, Key, Address, Price, ("Sources:Retries", "0"));
        test.Server.On(Path, Answer("""{"status":"error","code":"x","message":"No."}""", status: status));

        var answer = await test.AskAsync(Question);

        Assert.False(answer.Seen);
        Assert.Empty(await test.BookedAsync());
        var month = await MonthAsync(test);
        Assert.Equal((0L, 0L), (month.HeldMicros, month.SpentMicros));
    }

    [Fact]
    public async Task AskerThatLeavesInTheMiddle_IsChargedTheMost()
    {
        await using var test = await StartAsync(stack, Key, Address, Price);
        using var leaving = new CancellationTokenSource();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        test.Server.On(Path, async context =>
        {
            reached.SetResult();
            await ScriptedServer.Never()(context);
        });

        var asking = test.Services.GetRequiredService<ISourceGateway>().SourcesFor(test.Scope(), fresh: false).AskAsync(Question, leaving.Token);
        await reached.Task.WaitAsync(Token);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await Eventually.TrueAsync(async () => (await test.BookedAsync()).Count == 1, Token);
        Assert.Equal([("newsapi", "articles", 10_000L, "provider")], await test.BookedAsync());
        Assert.Equal(0, (await MonthAsync(test)).HeldMicros);
    }

    [Fact]
    public async Task WhoeverAskedTheSameMeanwhile_IsAnswered_ThoughTheFirstLeaves()
    {
        await using var test = await StartAsync(stack, Key, Address, Price);
        using var leaving = new CancellationTokenSource();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        test.Server.On(Path, async context =>
        {
            reached.SetResult();
            await ScriptedServer.Never()(context);
        }, Answer(One));

        var first = test.Services.GetRequiredService<ISourceGateway>().SourcesFor(test.Scope(), fresh: false).AskAsync(Question, leaving.Token);
        await reached.Task.WaitAsync(Token);
        var second = test.AskAsync(Question);
        // By now it waits for the first's answer, or soon asks for its own.
        await MonthAsync(test);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(SourceStatus.Answered, Report(await second).Status);
    }

    [Fact]
    public async Task VendorWithoutAPrice_NeedsNoBudget()
    {
        await using var test = await StartAsync(stack, Key, Address);
        var budgets = test.Services.GetRequiredService<IBudgets>();
        await budgets.SetLimitAsync(test.WorkspaceId, BudgetScope.WorkspaceMonth, await budgets.MonthAsync(test.WorkspaceId, Token), 0, Token);
        test.Server.On(Path, Answer(One));

        Assert.Equal(SourceStatus.Answered, Report(await test.AskAsync(Question)).Status);
        Assert.Equal([("newsapi", "everything", 0L, "provider")], await test.BookedAsync());
    }

    private static async Task<Budget> MonthAsync(SourcesUnderTest test) =>
        Assert.Single(await test.Services.GetRequiredService<IBudgets>().ListAsync(test.WorkspaceId, Token), budget => budget.Scope == BudgetScope.WorkspaceMonth);

    private static (string, string) Key => ("Sources:Vendors:newsapi:Credential:api_key", "secret-n");

    private static (string, string) Address => ("Sources:Vendors:newsapi:BaseAddress", "{server}/newsapi/");

    private static (string, string) Price => ("Sources:Vendors:newsapi:Prices:request", "0.01");

    private static SourceReport Report<T>(SourceAnswer<T> answer)
        where T : SourceItem => Assert.Single(answer.Reports, report => report.Source == "newsapi");
}
