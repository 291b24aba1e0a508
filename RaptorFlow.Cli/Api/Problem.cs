using System.Text.Json;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Api;

/// <summary>An RFC 9457 problem document with RaptorFlow's members.</summary>
internal sealed record Problem
{
    public string? Title { get; init; }

    public string? Detail { get; init; }

    public int? Status { get; init; }

    public string? ErrorCode { get; init; }

    public string? RequestId { get; init; }

    public string? Suggestion { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>Reads an error response, whatever its shape: a gateway in between need not speak problem documents.</summary>
    public static async Task<Problem> ReadAsync(HttpResponseMessage response, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            if (JsonSerializer.Deserialize<Problem>(body, json) is { } problem && (problem.Title ?? problem.Detail ?? problem.ErrorCode) is not null)
                return problem with { Status = status };
        }
        catch (JsonException)
        {
            return new() { Status = status, Title = $"The server answered {status} {response.ReasonPhrase}", Detail = CleanText.Short(body, 300) };
        }
        return new() { Status = status, Title = $"The server answered {status} {response.ReasonPhrase}" };
    }
}

/// <summary>The API refused a request.</summary>
internal sealed class ApiException(Problem problem) : Exception(problem.Title ?? problem.Detail ?? problem.ErrorCode)
{
    public Problem Problem { get; } = problem;

    public IEnumerable<string> Lines()
    {
        if (Problem.Detail is { Length: > 0 } detail && detail != Message)
            yield return CleanText.Of(detail);
        foreach (var (field, messages) in Problem.Errors ?? new Dictionary<string, IReadOnlyList<string>>())
            yield return CleanText.Of($"{field}: {string.Join(' ', messages)}");
        if (Problem.Suggestion is { Length: > 0 } suggestion)
            yield return CleanText.Of(suggestion);
        if (Problem.RequestId is { Length: > 0 } request)
            yield return CleanText.Of($"Request {request}{(Problem.ErrorCode is null ? "" : $", {Problem.ErrorCode}")}");
    }
}
