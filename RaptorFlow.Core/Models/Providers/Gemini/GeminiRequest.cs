using System.Text.Json;

namespace RaptorFlow.Core.Models.Providers.Gemini;

/// <summary>What <c>generateContent</c> is asked, as far as we ask it.</summary>
internal sealed record GeminiRequest
{
    public required IReadOnlyList<GeminiContent> Contents { get; init; }

    public GeminiContent? SystemInstruction { get; init; }

    public IReadOnlyList<GeminiTool>? Tools { get; init; }

    public GeminiToolConfig? ToolConfig { get; init; }

    public GeminiGeneration? GenerationConfig { get; init; }
}

internal sealed record GeminiTool(IReadOnlyList<GeminiFunction> FunctionDeclarations);

internal sealed record GeminiFunction(string Name, string? Description, JsonElement? ParametersJsonSchema);

internal sealed record GeminiToolConfig(GeminiCalling FunctionCallingConfig);

/// <param name="Mode"><c>AUTO</c>, <c>ANY</c> or <c>NONE</c>.</param>
internal sealed record GeminiCalling(string Mode, IReadOnlyList<string>? AllowedFunctionNames = null);

internal sealed record GeminiGeneration
{
    public int? MaxOutputTokens { get; init; }

    public float? Temperature { get; init; }

    public float? TopP { get; init; }

    public int? TopK { get; init; }

    public long? Seed { get; init; }

    public float? PresencePenalty { get; init; }

    public float? FrequencyPenalty { get; init; }

    public IReadOnlyList<string>? StopSequences { get; init; }

    public string? ResponseMimeType { get; init; }

    public JsonElement? ResponseJsonSchema { get; init; }
}
