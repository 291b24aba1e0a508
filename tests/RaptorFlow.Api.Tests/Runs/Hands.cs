using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Agents;
using RaptorFlow.Api.Tests.Identity;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Runs;
using RaptorFlow.Workflows;

namespace RaptorFlow.Api.Tests.Runs;

/// <summary>An agent host's part of the work in somebody's workspace, done on the ledger by hand.</summary>
internal sealed class Hands(WholeApi api, Person owner)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static WorkflowStep Step(string key, params string[] after) => new() { Key = key, Title = key, Agent = "TST-001", After = after };

    public Task<Guid> SubmitAsync(params WorkflowStep[] steps) => SubmitAsync("{}", steps);

    public async Task<Guid> SubmitAsync(string input, params WorkflowStep[] steps) => (await Get<RunSubmission>().SubmitAsync(new()
    {
        WorkspaceId = owner.WorkspaceId,
        Definition = new() { Name = "test", Summary = "A test.", Steps = steps },
        Places = steps.Select(s => s.Agent).Where(a => a != Nobody).Distinct().ToDictionary(a => a, _ => AgentPlace.In("testers")),
        Input = JsonSerializer.Deserialize<JsonElement>(input),
    }, null, Token)).RunId;

    /// <summary>An agent that no guild brings.</summary>
    public const string Nobody = "TST-999";

    public async Task<TaskClaim> ClaimAsync(Guid run, string step) =>
        Assert.Single((await Get<TaskLedger>().ClaimAsync([(owner.WorkspaceId, await TaskAsync(run, step))], "a host", TimeSpan.FromMinutes(1), Token)).Claims);

    public async Task SucceedAsync(Guid run, string step, string output = "{}") => await SucceedAsync(await ClaimAsync(run, step), output);

    public async Task SucceedAsync(TaskClaim claim, string output = "{}") =>
        Assert.NotNull(await Get<TaskCompletion>().SucceedAsync(claim, Result(output), null, Token));

    /// <returns>The task, dead.</returns>
    public async Task<Guid> DieAsync(Guid run, string step, string error = "it broke", FailureCause cause = FailureCause.InvalidInput)
    {
        var claim = await ClaimAsync(run, step);
        Assert.NotNull(await Get<TaskCompletion>().FailAsync(claim, new(error, cause), Token));
        return claim.Id;
    }

    /// <summary>Brings a result that waits for a person, as its step says.</summary>
    public async Task<ApprovalView> AskAsync(Guid run, string step, string output = """{"text":"a line"}""", TimeSpan? expiresAfter = null)
    {
        var claim = await ClaimAsync(run, step);
        var rule = claim.Approval!.Value.Deserialize<ApprovalRule>(Core.CoreJson.Options)!;
        await Get<Approvals>().RequestAsync(claim, rule with { ExpiresAfter = expiresAfter ?? rule.ExpiresAfter }, Result(output), Token);
        return (await Get<Approvals>().ListAsync(owner.WorkspaceId, run, Token)).Single(a => a.TaskId == claim.Id && a.Status == "pending");
    }

    public async Task<Guid> TaskAsync(Guid run, string step) => (await RunAsync(run)).Tasks.Single(t => t.Key == step).Id;

    public async Task<RunView> RunAsync(Guid run) => (await Get<RunReader>().FindAsync(owner.WorkspaceId, run, Token))!;

    public async Task<IReadOnlyList<string>> StatusesAsync(Guid run) => [.. (await RunAsync(run)).Tasks.Select(t => t.Status)];

    public async Task<IReadOnlyList<RunEvent>> EventsAsync(Guid run, string type) =>
        [.. (await Get<RunReader>().EventsAsync(owner.WorkspaceId, run, 0, 1_000, Token)).Where(e => e.Type == type)];

    /// <summary>Reads with SQL in the workspace.</summary>
    public async Task<T?> SqlAsync<T>(string sql, object? args = null)
    {
        await using var scope = await Get<Database>().BeginAsync(owner.WorkspaceId, Token);
        var value = await scope.FirstAsync<T>(sql, args, Token);
        await scope.CommitAsync(Token);
        return value;
    }

    private T Get<T>() where T : notnull => api.Services.GetRequiredService<T>();

    private static AgentResult Result(string output) => new()
    {
        Status = AgentStatus.Success,
        Output = JsonSerializer.Deserialize<JsonElement>(output),
        Confidence = new(1, "a test"),
        Model = "offline",
    };
}

internal static class RefusalExtensions
{
    /// <summary>Asserts that a problem says what is wrong, where, and what to do about it.</summary>
    public static void Says(this JsonElement problem, string code, string? field = null)
    {
        Assert.Equal(code, problem.GetProperty("error_code").GetString());
        Assert.NotEmpty(problem.GetProperty("suggestion").GetString()!);
        if (field is not null)
            Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    public static async Task<JsonElement> PostTextAsync(this HttpClient client, string path, string body, int status, string type = "application/json")
    {
        using var content = new StringContent(body, null, type);
        return await ClientExtensions.Expect(await client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken), status);
    }

    /// <summary>A POST under a key of its client's choice.</summary>
    public static async Task<HttpResponseMessage> PostOnceAsync(this HttpClient client, string path, string body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, null, "application/json"), Headers = { { "Idempotency-Key", key } } };
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static Guid Run(this JsonElement started) => started.GetProperty("run_id").GetGuid();
}
