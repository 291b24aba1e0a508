using System.Text.Json;

namespace RaptorFlow.Core.Models.Providers.Gemini;

/// <summary>One side's turn.</summary>
/// <param name="Role"><c>user</c>, <c>model</c>, or none for the system instruction.</param>
internal sealed record GeminiContent(string? Role, IReadOnlyList<GeminiPart>? Parts)
{
    public const string User = "user";
    public const string Model = "model";
}

/// <summary>One of text, data, a call or its result.</summary>
internal sealed record GeminiPart
{
    public string? Text { get; init; }

    /// <summary>The text is a summary of the model's thoughts, not its answer.</summary>
    public bool? Thought { get; init; }

    /// <summary>The model's sealed state, in base64: handed back with the part it came with.</summary>
    public string? ThoughtSignature { get; init; }

    public GeminiBlob? InlineData { get; init; }

    public GeminiFile? FileData { get; init; }

    public GeminiCall? FunctionCall { get; init; }

    public GeminiResult? FunctionResponse { get; init; }
}

/// <param name="Data">Base64.</param>
internal sealed record GeminiBlob(string MimeType, string Data);

internal sealed record GeminiFile(string MimeType, string FileUri);

internal sealed record GeminiCall(string? Id, string Name, JsonElement? Args);

internal sealed record GeminiResult(string? Id, string Name, JsonElement Response);
