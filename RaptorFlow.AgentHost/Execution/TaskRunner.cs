using System.Diagnostics;
using Npgsql;
using RaptorFlow.Agents;
using RaptorFlow.AgentHost.Guilds;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Agents.Pipeline;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.AgentHost.Execution;

/// <summary>Executes one claimed task from its input to its completion in the ledger.</summary>
internal sealed partial class TaskRunner(
    HostedGuilds hosted, TaskInputs inputs, AgentPipeline pipeline, TaskLedger ledger, TaskCompletion completion, ResultKeeping keeping, IRaptorBus bus, RunningTasks running, TimeProvider time, ILogger<TaskRunner> logger)
{
    // PostgreSQL, Appendix A: class 22 is what makes a value unfit to be stored.
    private const string DataException = "22";

    private static readonly ActivitySource Source = new("RaptorFlow.Agents");

    // Long enough for a host that does serve it to be asked.
    private static readonly TimeSpan NotServed = TimeSpan.FromSeconds(2);

    /// <summary>Makes a claim known as held; running it ends that.</summary>
    public void Hold(TaskClaim claim) => running.Add(claim);

    /// <param name="claim">What to work on.</param>
    /// <param name="next">What the host can go on with, asked when the task is about to be completed.</param>
    /// <param name="hostStopping">Ends the attempt; the task is handed back.</param>
    /// <returns>What its end makes due.</returns>
    public async Task<LedgerChange> RunAsync(TaskClaim claim, Func<TaskClaim, Continuation?> next, CancellationToken hostStopping)
    {
        using var activity = StartActivity(claim);
        using var scope = logger.BeginScope(new Dictionary<string, object> { ["run"] = claim.RunId, ["task"] = claim.Id, ["agent"] = claim.AgentCode, ["workspace"] = claim.WorkspaceId });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(hostStopping);
        running.Attach(claim, stop);
        try
        {
            return await RecordAsync(claim, next, activity, stop.Token, hostStopping) ?? LedgerChange.None;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // The lease will end and the sweeper gives the task back; nothing is lost by leaving it.
            LedgerAway(logger, claim.AgentCode, e.Message);
        }
        catch (Exception e)
        {
            // The same for a bug on the way into the ledger.
            RecordFailed(logger, claim.AgentCode, e);
        }
        finally
        {
            running.Remove(claim);
        }
        return LedgerChange.None;
    }

    private async Task<LedgerChange?> RecordAsync(TaskClaim claim, Func<TaskClaim, Continuation?> next, Activity? activity, CancellationToken stop, CancellationToken hostStopping)
    {
        if (await AttemptAsync(claim, stop) is not var (result, failure))
            return await ledger.ReturnAsync([claim], $"{claim.AgentCode} is not served by this host.", NotServed, CancellationToken.None);
        activity?.SetStatus(failure is null ? ActivityStatusCode.Ok : ActivityStatusCode.Error, failure?.Error);
        if (failure is not null)
            return await completion.FailAsync(claim, failure, CancellationToken.None);
        if (result is null)
            return hostStopping.IsCancellationRequested ? await ledger.ReturnAsync([claim], "Its host stops.", TimeSpan.Zero, CancellationToken.None) : null;
        try
        {
            return await keeping.KeepAsync(claim, result, next, CancellationToken.None);
        }
        catch (AgentInputException e)
        {
            return await completion.FailAsync(claim, new(e.Message, FailureCause.InvalidInput), CancellationToken.None);
        }
        catch (PostgresException e) when (e.SqlState.StartsWith(DataException, StringComparison.Ordinal))
        {
            // Storing it again would fail again.
            return await completion.FailAsync(claim, new($"The result of {claim.AgentCode} cannot be stored: {e.MessageText}.", FailureCause.InvalidInput), CancellationToken.None);
        }
    }

    // The version of the guild that an attempt begins with is the one that it ends with.
    private async Task<(AgentResult? Result, AttemptFailure? Failure)?> AttemptAsync(TaskClaim claim, CancellationToken cancellationToken)
    {
        using var lease = hosted.Lease(claim.Guild);
        return lease?.Guild.Agents.FirstOrDefault(a => a.Card.Code == claim.AgentCode) is { } agent
            ? await AttemptAsync(claim, lease.Guild, agent, cancellationToken)
            : null;
    }

    private async Task<(AgentResult? Result, AttemptFailure? Failure)> AttemptAsync(TaskClaim claim, LoadedGuild guild, LoadedAgent agent, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var input = await inputs.LoadAsync(claim, timeout.Token);
            var events = new RunEventSink(claim, ledger, bus, time, logger);
            var work = Task.Run(() => pipeline.RunAsync(guild, agent, claim, input, events, events, timeout.Token), timeout.Token);
            timeout.CancelAfter(agent.Card.Timeout);
            // An agent that does not heed its token is left behind; its slot and its task are not.
            var result = await work.WaitAsync(agent.Card.Timeout + TimeSpan.FromSeconds(1), time, cancellationToken);
            await events.FlushAsync(cancellationToken);
            return (result, null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (null, null);
        }
        catch (Exception e)
        {
            var failure = AttemptFailures.Of(e, claim.AgentCode, agent.Card.Timeout);
            if (failure.Cause == FailureCause.Bug)
                AgentThrew(logger, claim.AgentCode, e);
            return (null, failure);
        }
    }

    private static Activity? StartActivity(TaskClaim claim)
    {
        _ = ActivityContext.TryParse(claim.Traceparent, null, isRemote: true, out var parent);
        var activity = Source.StartActivity($"invoke_agent {claim.AgentCode}", ActivityKind.Consumer, parent);
        activity?.SetTag("gen_ai.operation.name", "invoke_agent");
        activity?.SetTag("gen_ai.agent.id", claim.AgentCode);
        activity?.SetTag("raptorflow.run", claim.RunId);
        activity?.SetTag("raptorflow.task", claim.Id);
        activity?.SetTag("raptorflow.workspace", claim.WorkspaceId);
        activity?.SetTag("raptorflow.attempt", claim.Attempt);
        return activity;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Agent} threw.")]
    private static partial void AgentThrew(ILogger logger, string agent, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Recording the result of {Agent} failed.")]
    private static partial void RecordFailed(ILogger logger, string agent, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The result of {Agent} cannot be recorded now: {Reason}")]
    private static partial void LedgerAway(ILogger logger, string agent, string reason);
}
