using System.Diagnostics;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Bench;

/// <summary>One job on an idle installation, from the submitting call on: when each hop was done, in milliseconds.</summary>
/// <param name="Accepted">Its run is committed.</param>
/// <param name="Pushed">The bus has it.</param>
/// <param name="Claimed">A host has claimed it; stored, not yet committed.</param>
/// <param name="Begun">Its agent was entered.</param>
/// <param name="Ended">Its result is stored, not yet committed.</param>
/// <param name="Known">The submitter has read the run's last event.</param>
internal sealed record Trip(double Accepted, double Pushed, double Claimed, double Begun, double Ended, double Known)
{
    private static readonly Workflows.WorkflowStep[] One = Installation.Line(1);

    /// <summary>One job after another, after a warm-up.</summary>
    public static async Task<IReadOnlyList<Trip>> MakeAsync(Installation installation, int warmUp, int count)
    {
        var trips = new List<Trip>();
        for (var i = 0; i < warmUp + count; i++)
        {
            var trip = await MakeAsync(installation);
            if (i >= warmUp)
                trips.Add(trip);
        }
        return trips;
    }

    /// <summary>The medians of the hops.</summary>
    public static async Task<object> HopsAsync(string postgres, string redis, int count)
    {
        await using var installation = await Installation.CreateAsync(postgres, redis);
        await installation.StartHostAsync(1);
        var trips = await MakeAsync(installation, 500, count);
        return new
        {
            what = "hops of a round trip, p50 in ms from the submitting call",
            accepted = Median(t => t.Accepted),
            pushed = Median(t => t.Pushed),
            claimed = Median(t => t.Claimed),
            begun = Median(t => t.Begun),
            ended = Median(t => t.Ended),
            known = Median(t => t.Known),
        };

        double Median(Func<Trip, double> hop) => Figures.Percentile(trips.Select(hop), 0.5);
    }

    private static async Task<Trip> MakeAsync(Installation installation)
    {
        // The ledger's times are of the wall clock of the same machine.
        var (wall, begun) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
        var run = await installation.AcceptAsync(installation.Workspace, Installation.Nothing, One);
        var accepted = Stopwatch.GetElapsedTime(begun);
        await installation.Bus.PushAsync(run.Ready, CancellationToken.None);
        var pushed = Stopwatch.GetElapsedTime(begun);
        var (claimed, ended) = (wall, wall);
        await foreach (var told in installation.Feed.FollowAsync(installation.Workspace, run.RunId, 0, CancellationToken.None))
        {
            claimed = told.Type == EventTypes.TaskStarted ? told.At : claimed;
            ended = told.Type == EventTypes.TaskSucceeded ? told.At : ended;
        }
        var known = Stopwatch.GetElapsedTime(begun);
        var view = (await installation.Reader.FindAsync(installation.Workspace, run.RunId, CancellationToken.None))!;
        var entered = view.Tasks[0].Result!.Value.GetProperty("output").GetProperty("begun").GetInt64();
        return new(
            accepted.TotalMilliseconds, pushed.TotalMilliseconds, (claimed - wall).TotalMilliseconds, Stopwatch.GetElapsedTime(begun, entered).TotalMilliseconds,
            (ended - wall).TotalMilliseconds, known.TotalMilliseconds);
    }
}
