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
    HostedGuilds hosted, TaskInputs inputs, AgentPipeline pipeline, TaskLedger ledger, TaskCompletion completion, IRaptorBus bus, RunningTasks running, TimeProvider time, ILogger<TaskRunner> logger)
{
    private static readonly ActivitySource Source = new("RaptorFlow.Agents");

    public async Task RunAsync(TaskClaim claim, CancellationToken hostStopping)
    {
        using var activity = StartActivity(claim);
        using var scope = logger.BeginScope(new Dictionary<string, object> { ["run"] = claim.RunId, ["task"] = claim.Id, ["agent"] = claim.AgentCode, ["workspace"] = claim.WorkspaceId });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(hostStopping);
        running.Add(claim, stop);
        try
        {
            var (result, failure) = await AttemptAsync(claim, stop.Token);
            activity?.SetStatus(failure is null ? ActivityStatusCode.Ok : ActivityStatusCode.Error, failure?.Error);
            var change = result is not null
                ? await completion.SucceedAsync(claim, result, CancellationToken.None)
                : failure is not null ? await completion.FailAsync(claim, failure, CancellationToken.None) : null;
            if (change is not null)
                await bus.AnnounceAsync(change, CancellationToken.None);
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
    }

    private async Task<(AgentResult? Result, AttemptFailure? Failure)> AttemptAsync(TaskClaim claim, CancellationToken cancellationToken)
    {
        var guild = (await hosted.LoadedAsync(cancellationToken)).FirstOrDefault(g => g.State == GuildState.Ready && g.Name == claim.Guild);
        if (guild?.Agents.FirstOrDefault(a => a.Card.Code == claim.AgentCode) is not { } agent)
            return (null, new($"{claim.AgentCode} is not served by this host.", Retryable: true));
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var input = await inputs.LoadAsync(claim, timeout.Token);
            var events = new RunEventSink(claim, ledger, bus);
            var work = Task.Run(() => pipeline.RunAsync(guild, agent, claim, input, events, timeout.Token), timeout.Token);
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
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            return (null, new($"{claim.AgentCode} did not answer within {agent.Card.Timeout.TotalSeconds:0} s.", Retryable: true));
        }
        catch (AgentInputException e)
        {
            return (null, new(e.Message, Retryable: false));
        }
        catch (NpgsqlException e)
        {
            return (null, new($"The database failed: {e.Message}", Retryable: true));
        }
        catch (Exception e)
        {
            // Foreign code: whatever an agent throws ends its attempt and nothing else.
            AgentThrew(logger, claim.AgentCode, e);
            return (null, new($"{e.GetType().Name}: {e.Message}", Retryable: true));
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
