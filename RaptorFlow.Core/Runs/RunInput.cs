using System.Text.Json;

namespace RaptorFlow.Core.Runs;

/// <summary>What a run was begun with.</summary>
internal sealed record RunInput
{
    public JsonElement Input { get; init; }
    public JsonElement Definition { get; init; }
}
