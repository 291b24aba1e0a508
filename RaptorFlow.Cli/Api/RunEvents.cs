using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Api;

/// <summary>A run's events in order, each once, across dropped connections.</summary>
internal static class RunEvents
{
    private const int MostFailures = 8;

    public static async IAsyncEnumerable<RunEvent> EventsAsync(
        this RaptorClient client, string runId, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long last = 0;
        var failures = 0;
        while (true)
        {
            var wait = TimeSpan.FromMilliseconds(Math.Min(5000, 200 * Math.Pow(2, failures)));
            await using (var stream = ReadAsync(client, runId, last, cancellationToken).GetAsyncEnumerator(cancellationToken))
            {
                while (await NextAsync(stream, failures) is { } item)
                {
                    if (item.Seq <= last)
                        continue;
                    last = item.Seq;
                    failures = 0;
                    yield return item;
                    if (item.EndsRun)
                        yield break;
                }
            }
            if (++failures >= MostFailures)
                throw new CliException($"The events of run {runId} broke off {MostFailures} times in a row.", $"Look again later: runs watch {runId}");
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    // A drop is met by connecting again; a refusal is not.
    private static async Task<RunEvent?> NextAsync(IAsyncEnumerator<RunEvent> stream, int failures)
    {
        try
        {
            return await stream.MoveNextAsync() ? stream.Current : null;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException || (exception is UnreachableException && failures < MostFailures - 1))
        {
            return null;
        }
        catch (ApiException exception) when (exception.Problem.Status >= 500 && failures < MostFailures - 1)
        {
            return null;
        }
    }

    private static async IAsyncEnumerable<RunEvent> ReadAsync(
        RaptorClient client, string runId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await client.OpenAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, $"/api/runs/{Uri.EscapeDataString(runId)}/events");
                request.Headers.Accept.ParseAdd("text/event-stream");
                if (after > 0)
                    request.Headers.Add("Last-Event-ID", after.ToString(CultureInfo.InvariantCulture));
                return request;
            },
            cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellationToken))
        {
            if (Parse(item, client.Json) is { } read)
                yield return read;
        }
    }

    private static RunEvent? Parse(SseItem<string> item, JsonSerializerOptions json)
    {
        if (string.IsNullOrWhiteSpace(item.Data) || item.Data[0] != '{')
            return null;
        try
        {
            var read = JsonSerializer.Deserialize<RunEvent>(item.Data, json);
            return read is { Seq: 0 } && long.TryParse(item.EventId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? read with { Seq = id } : read;
        }
        catch (JsonException exception)
        {
            throw new CliException("The run's events are not in the form this client knows.", exception.Message);
        }
    }
}
