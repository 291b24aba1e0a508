namespace RaptorFlow.Cli.Api;

/// <summary>A source as the API lists it.</summary>
internal sealed record SourceRow
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    public IReadOnlyList<string> Kinds { get; init; } = [];

    public required string Credential { get; init; }

    public IReadOnlyList<SourceFieldRow> Fields { get; init; } = [];

    public bool? Accepted { get; init; }

    public string? TestResult { get; init; }

    public long? RequestsToday { get; init; }

    public long? RequestsPerDay { get; init; }
}

internal sealed record SourceFieldRow(string Name, string Title, bool Required);

internal sealed record CredentialAnswer(string State, string Detail);
