namespace RaptorFlow.Core.Memory.Reading;

/// <summary>A document as it came.</summary>
/// <param name="Bytes">All of it.</param>
internal sealed record RawDocument(ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The field of the request that it came in: <c>file</c> or <c>url</c>.</summary>
    public string Field { get; init; } = "file";

    /// <summary>As whoever sent it named it; it may be wrong.</summary>
    public string? MediaType { get; init; }

    /// <summary>As whoever sent it named it; it may be wrong.</summary>
    public string? Charset { get; init; }

    public string? FileName { get; init; }

    public Uri? Address { get; init; }
}

/// <summary>What a document says.</summary>
/// <param name="Text">Markdown, whatever it was before.</param>
/// <param name="MediaType">What it was before.</param>
internal sealed record ReadDocument(string Text, string MediaType)
{
    public string? Title { get; init; }

    /// <summary>When it was published or made, as it says.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>BCP 47, as it says.</summary>
    public string? LanguageTag { get; init; }
}

/// <summary>Reads one type of document.</summary>
internal interface IDocumentReader
{
    /// <exception cref="UnreadableException">It cannot be read; it says why.</exception>
    ReadDocument Read(RawDocument document, CancellationToken cancellationToken);
}

/// <summary>Why a document was not taken in.</summary>
/// <param name="Code">For programs, snake_case.</param>
/// <param name="Field">The field of the request at fault.</param>
/// <param name="Message">What is wrong; one sentence.</param>
/// <param name="Suggestion">The way out; one sentence.</param>
public sealed record DocumentFault(string Code, string Field, string Message, string Suggestion);

/// <summary>Ends the reading of a document; met by <see cref="DocumentReading"/>.</summary>
internal sealed class UnreadableException(string code, string message, string suggestion, Exception? inner = null) : Exception(message, inner)
{
    public string Code => code;

    public string Suggestion => suggestion;

    public static UnreadableException Malformed(string what, Exception? inner = null) =>
        new("document_malformed", $"This is no {what} that can be read.", "Open and save it anew, or send its text.", inner);

    public static UnreadableException TooComplex(string message) => new("document_too_complex", message, "Send the part that matters, or its text.");

    public static UnreadableException TooLong() => new(
        "document_too_long", FormattableString.Invariant($"Its text is longer than {NewDocument.MaximumText:N0} characters."), "Send it in parts.");
}
