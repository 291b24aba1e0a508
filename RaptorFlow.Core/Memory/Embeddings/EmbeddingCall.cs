using Microsoft.Extensions.AI;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Core.Memory.Embeddings;

/// <summary>What travels with the texts, in <see cref="EmbeddingGenerationOptions.AdditionalProperties"/>: who pays, and what for.</summary>
internal sealed record EmbeddingCall(CostScope Account, EmbeddingPurpose Purpose)
{
    private const string Key = "raptorflow.embedding";

    /// <summary>What is no agent's doing is the memory's.</summary>
    public const string MemoryCode = "memory";

    /// <summary>On the workspace's account, and nobody's run.</summary>
    public static CostScope Memory(Guid workspaceId) => new() { WorkspaceId = workspaceId, RunId = Guid.Empty, TaskId = Guid.Empty, AgentCode = MemoryCode };

    public EmbeddingGenerationOptions ToOptions() => new() { AdditionalProperties = new() { [Key] = this } };

    public static EmbeddingCall Of(EmbeddingGenerationOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(Key, out EmbeddingCall? call) is true && call is not null
            ? call
            : throw new InvalidOperationException("The texts came to the model by another way than the memory.");
}
