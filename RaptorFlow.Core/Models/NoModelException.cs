namespace RaptorFlow.Core.Models;

/// <summary>No model could be asked or afforded, and the caller brought no draft.</summary>
public sealed class NoModelException : Exception
{
    public NoModelException(string message) : base(message)
    {
    }

    public NoModelException()
    {
    }

    public NoModelException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
