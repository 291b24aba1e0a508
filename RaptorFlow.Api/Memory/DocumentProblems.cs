using System.Globalization;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Memory;
using RaptorFlow.Core.Memory.Reading;

namespace RaptorFlow.Api.Memory;

/// <summary>Problems for documents that were not taken in.</summary>
internal static class DocumentProblems
{
    /// <returns>Null when it was.</returns>
    public static Problem? Of(DocumentResult result) => result switch
    {
        { Fault: { } fault } => OfFault(fault),
        { Outcome: DocumentOutcome.NotFound } => Problem.NotFound("document"),
        { Outcome: DocumentOutcome.Duplicate } => Exists(result.Document),
        _ => null,
    };

    public static Problem Exists(MemoryDocument? other) =>
        Problem.Conflict("document_exists", string.Create(CultureInfo.InvariantCulture, $"Another document of the collection has this very text: {other?.Id}."), "Remove one of the two.");

    /// <summary>413, naming the field and the limit.</summary>
    public static Problem TooLarge(string field) => OfFault(new(
        "payload_too_large", field, string.Create(CultureInfo.InvariantCulture, $"Is larger than {DocumentIntake.MaximumFile / 1024 / 1024} MB, or a text longer than {NewDocument.MaximumText:N0} characters."), "Send it in parts."));

    private static Problem OfFault(DocumentFault fault) => new(Status(fault.Code), fault.Code, fault.Message, fault.Suggestion)
    {
        Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [fault.Field] = [fault.Message] },
    };

    private static int Status(string code) => code switch
    {
        "address_invalid_address" => StatusCodes.Status400BadRequest,
        "document_exists" or "document_without_address" => StatusCodes.Status409Conflict,
        "payload_too_large" or "document_too_long" or "address_too_large" => StatusCodes.Status413PayloadTooLarge,
        "document_type_unknown" or "address_unsupported_type" => StatusCodes.Status415UnsupportedMediaType,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}
