using System.Text.Json.Serialization;

namespace RaptorFlow.Api.Problems;

/// <summary>An error, as RFC 9457 has it, with what is needed to find it again and to do better.</summary>
public sealed record ProblemDocument
{
    /// <summary><c>urn:raptorflow:problem:</c> and the error code.</summary>
    public required string Type { get; init; }

    /// <summary>The status in words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong with this request.</summary>
    public required string Detail { get; init; }

    /// <summary>For programs: stable, snake_case.</summary>
    public required string ErrorCode { get; init; }

    /// <summary>Finds the request in logs and traces.</summary>
    public required string RequestId { get; init; }

    /// <summary>When it was answered.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Suggestion { get; init; }

    /// <summary>The fields at fault, each with what is wrong.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>Members of single problems.</summary>
    [JsonExtensionData]
    public IDictionary<string, object?>? Extensions { get; init; }
}
