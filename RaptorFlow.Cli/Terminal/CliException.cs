namespace RaptorFlow.Cli.Terminal;

/// <summary>What a person can understand and mend: printed as it is, without a stack trace.</summary>
internal sealed class CliException(string message, params IReadOnlyList<string> details) : Exception(message)
{
    /// <summary>Lines below the message.</summary>
    public IReadOnlyList<string> Details { get; } = details;
}
