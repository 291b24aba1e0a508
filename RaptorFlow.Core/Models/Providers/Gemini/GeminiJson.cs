using System.Text.Json;
using System.Text.Json.Serialization;

namespace RaptorFlow.Core.Models.Providers.Gemini;

/// <summary>Google's JSON is camel case and has no nulls.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GeminiRequest))]
[JsonSerializable(typeof(GeminiResponse))]
internal sealed partial class GeminiJson : JsonSerializerContext;
