using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Memory;

namespace RaptorFlow.Api.Memory;

/// <summary>Reads a document that was sent as a form.</summary>
internal static class DocumentForm
{
    public const string MediaType = "multipart/form-data";

    private static readonly FormOptions Options = new()
    {
        MultipartBodyLengthLimit = DocumentIntake.MaximumFile,
        ValueLengthLimit = NewDocument.MaximumText * 4,
        ValueCountLimit = 20,
        KeyLengthLimit = 100,
    };

    public static async ValueTask<AddDocumentRequest> ReadAsync(HttpContext context)
    {
        var form = await FormAsync(context);
        var fields = new FieldErrors();
        if (form.Files.Count > 1 || (form.Files.Count == 1 && form.Files[0].Name != "file"))
            fields.Add("file", "One file is taken at a time, in the field 'file'.");
        var request = new AddDocumentRequest(
            Value("title"), Value("text"), Value("collection"), Value("type"), Value("source"),
            Parsed<DateOnly>("date", "Is a day as in 2026-01-31.", (string text, out DateOnly date) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date)),
            Parsed<Guid>("campaign_id", "Is a UUID.", Guid.TryParse),
            Value("url"),
            Parsed<bool>("replace", "Is true or false.", bool.TryParse) ?? false);
        if (fields.Problem is { } problem)
            throw new UnfitInputException(problem);
        return form.Files is [var file] ? request with { File = await FileAsync(file, context.RequestAborted) } : request;

        string? Value(string name) => form.TryGetValue(name, out var values) && values is [{ Length: > 0 } value, ..] ? value : null;

        T? Parsed<T>(string name, string message, Parse<T> parse) where T : struct
        {
            if (Value(name) is not { } text)
                return null;
            if (parse(text, out var value))
                return value;
            fields.Add(name, message);
            return null;
        }
    }

    private static async Task<IFormCollection> FormAsync(HttpContext context)
    {
        try
        {
            return await context.Request.ReadFormAsync(Options, context.RequestAborted);
        }
        catch (InvalidDataException e) when (e.Message.Contains("body length limit", StringComparison.OrdinalIgnoreCase))
        {
            throw new UnfitInputException(DocumentProblems.TooLarge("file"));
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new UnfitInputException(Problem.Invalid("body", "Is no form that can be read.", "Send multipart/form-data with a file and the fields of the JSON."));
        }
    }

    private static async Task<UploadedFile> FileAsync(IFormFile file, CancellationToken cancellationToken)
    {
        var bytes = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        var name = Path.GetFileName(file.FileName.Replace('\\', '/'));
        return new(name.Length == 0 ? null : name, file.ContentType?.Split(';')[0].Trim(), bytes);
    }

    private delegate bool Parse<T>(string text, out T value);
}
