using System.Text.Json;
using System.Text.RegularExpressions;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.Canva;

/// <summary>What Canva does in its own time: begun with a POST, looked after until it is done or has failed, for two minutes at most.</summary>
internal static partial class CanvaJobs
{
    // Soon at first; two minutes in all.
    private static readonly int[] Seconds = [1, 1, 2, 2, 4, .. Enumerable.Repeat(5, 22)];

    /// <param name="call">On whose behalf.</param>
    /// <param name="path">Of the jobs of this kind: <c>exports</c>.</param>
    /// <param name="content">What begins it.</param>
    /// <param name="cancellationToken">Ends the wait; the job goes on.</param>
    /// <returns>The job, done.</returns>
    /// <exception cref="SourceException">It failed, or is still at work.</exception>
    public static async Task<JsonElement> RunAsync(SourceCall call, string path, Func<HttpContent> content, CancellationToken cancellationToken)
    {
        var job = Job(await CanvaVendor.SendAsync(call, HttpMethod.Post, path, content, cancellationToken));
        foreach (var seconds in Seconds)
        {
            if (job.Text("status") != "in_progress")
                break;
            await call.WaitAsync(TimeSpan.FromSeconds(seconds), cancellationToken);
            job = Job(await CanvaVendor.SendAsync(call, HttpMethod.Get, $"{path}/{Id(job)}", null, cancellationToken));
        }
        return job.Text("status") switch
        {
            "success" => job,
            "failed" => throw Failed(job.Field("error")),
            "in_progress" => throw new SourceException(SourceStatus.Unavailable, "It is still at work after two minutes."),
            _ => throw SourceException.Unreadable("a job has no status."),
        };
    }

    private static SourceException Failed(JsonElement? error) =>
        new(SourceStatus.Failed, $"It failed at it: {(error?.Text("message") ?? "no reason is given").TrimEnd('.').Cut(200)} ({error?.Text("code") ?? "unknown"}).");

    private static JsonElement Job(JsonElement answer) => answer.Field("job") ?? throw SourceException.Unreadable("there is no job.");

    private static string Id(JsonElement job) => job.Text("id") is { } id && Ids().IsMatch(id) ? id : throw SourceException.Unreadable("a job has no id.");

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,50}$", RegexOptions.CultureInvariant)]
    private static partial Regex Ids();
}
