namespace RaptorFlow.Core.Models;

/// <summary>Where models are asked. A provider that lacks what its kind needs is not used.</summary>
public sealed class ProviderOptions
{
    /// <summary>The protocol: <c>anthropic</c>, <c>openai</c>, <c>gemini</c>, <c>vertex</c>, <c>mistral</c> or <c>ollama</c>. Defaults to the provider's name.</summary>
    public string? Kind { get; set; }

    /// <summary>What <c>anthropic</c>, <c>openai</c>, <c>gemini</c> and <c>mistral</c> need; <c>ollama</c> sends it where a proxy in front of it wants one.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Null: the vendor's own. For <c>openai</c> any compatible endpoint; with the version where the protocol has one (<c>/v1</c>, <c>/v1beta</c>).
    /// What <c>ollama</c> needs.
    /// </summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>The Google Cloud project that pays. What <c>vertex</c> needs, together with <see cref="Location"/>.</summary>
    public string? Project { get; set; }

    /// <summary>Where <c>vertex</c> computes: a region, <c>us</c>, <c>eu</c> or <c>global</c>.</summary>
    public string? Location { get; set; }

    /// <summary>A file of Google credentials for <c>vertex</c>. Null: the application default credentials.</summary>
    public string? CredentialsFile { get; set; }
}
