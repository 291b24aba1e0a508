namespace RaptorFlow.Embedded;

/// <summary>
/// Something about this machine prevents a process of the stack from running. The message is meant for the person at
/// the console, says what to do, and needs no stack trace.
/// </summary>
public sealed class EmbeddedException : Exception
{
    public EmbeddedException()
    {
    }

    public EmbeddedException(string message)
        : base(message)
    {
    }

    public EmbeddedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
