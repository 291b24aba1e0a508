namespace RaptorFlow.Core.Models;

/// <summary>What this process can ask, and how those are that it would ask.</summary>
public interface IModelHealth
{
    /// <summary>By name, those that lack their settings included.</summary>
    IReadOnlyList<ProviderHealth> Providers { get; }

    /// <summary>The catalogue, in its order; it stays as it is while the process lives.</summary>
    IReadOnlyList<ModelListing> Models { get; }
}

/// <summary>How one provider is.</summary>
/// <param name="Kind">The protocol it speaks: <c>anthropic</c>, <c>openai</c>, <c>gemini</c>, <c>vertex</c>, <c>mistral</c> or <c>ollama</c>.</param>
/// <param name="Configured">It has what its kind needs: a key, an address, a project and a location.</param>
/// <param name="Circuit"><c>closed</c> (in use), <c>open</c> (passed over), <c>halfopen</c> (being tried), <c>isolated</c>; null when it is not configured.</param>
/// <param name="Models">Its models in the catalogue.</param>
/// <param name="LastFailure">What went wrong last, in words; null when nothing has.</param>
public sealed record ProviderHealth(
    string Name, string Kind, bool Configured, string? Circuit, IReadOnlyList<string> Models, string? LastFailure, DateTimeOffset? LastFailureAt);
