using System.Net.Sockets;
using Npgsql;
using RaptorFlow.Agents;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.AgentHost.Execution;

/// <summary>Tells by what was thrown why an attempt failed.</summary>
internal static class AttemptFailures
{
    public static AttemptFailure Of(Exception thrown, string agent, TimeSpan timeout) => thrown switch
    {
        AgentInputException => new(thrown.Message, FailureCause.InvalidInput),
        RateLimitedException limited => new(limited.Message, FailureCause.RateLimited, limited.RetryAfter),
        OperationCanceledException or TimeoutException => new($"{agent} did not answer within {timeout.TotalSeconds:0} s.", FailureCause.Timeout),
        NpgsqlException => new($"The database failed: {thrown.Message}", FailureCause.Transient),
        HttpRequestException or IOException or SocketException => new($"{thrown.GetType().Name}: {thrown.Message}", FailureCause.Transient),
        // Foreign code: whatever an agent throws ends its attempt and nothing else.
        _ => new($"{thrown.GetType().Name}: {thrown.Message}", FailureCause.Bug),
    };
}
