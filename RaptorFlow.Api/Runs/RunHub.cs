using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using RaptorFlow.Api.Identity;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Runs;

/// <summary>Events of runs over a WebSocket. Every stream keeps its own pace: the next event is fetched when the last one has been written.</summary>
internal sealed class RunHub(RunEventFeed feed) : Hub
{
    public const string Path = "/hubs/runs";

    /// <summary>How many runs a connection can follow at once.</summary>
    public const int MostStreams = 32;

    private SemaphoreSlim Streams => (SemaphoreSlim)Context.Items[typeof(RunHub)]!;

    public override Task OnConnectedAsync()
    {
        Context.Items[typeof(RunHub)] = new SemaphoreSlim(MostStreams);
        return base.OnConnectedAsync();
    }

    /// <summary>Streams a run's events after a number: first those stored, then those to come, until the run is over.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="after">The number of the last event the client has; 0 or null for all.</param>
    /// <param name="cancellationToken">The client no longer listens, or is gone.</param>
    public async IAsyncEnumerable<RunEvent> Follow(string runId, JsonElement after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = Number(after);
        if (!await Streams.WaitAsync(0, cancellationToken))
            throw new HubException($"A connection follows at most {MostStreams} runs at once.");
        try
        {
            var http = Context.GetHttpContext()!;
            var access = new StandingAccess(http, Permission.RunsRead);
            if (!await access.IsGivenAsync(cancellationToken))
                throw Ended();
            var workspace = http.Features.GetRequiredFeature<WorkspaceContext>().WorkspaceId;
            if (!Guid.TryParse(runId, out var run) || await feed.HasMoreAsync(workspace, run, number, cancellationToken) is null)
                throw new HubException("There is no such run.");
            await foreach (var next in feed.FollowAsync(workspace, run, number, cancellationToken))
            {
                if (!await access.HoldsAsync(cancellationToken))
                    throw Ended();
                yield return next;
            }
        }
        finally
        {
            Streams.Release();
        }
    }

    private static long Number(JsonElement after) => after switch
    {
        { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => 0,
        { ValueKind: JsonValueKind.Number } when after.TryGetInt64(out var number) && number >= 0 => number,
        _ => throw new HubException("'after' is the number of an event, 0 for all."),
    };

    private static HubException Ended() => new("The events of this workspace's runs may no longer be read with this connection.");
}
