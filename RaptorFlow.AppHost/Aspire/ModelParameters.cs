namespace RaptorFlow.AppHost.Aspire;

/// <summary>What model providers and memory's model need, each with the setting it becomes. Any may stay unset: without all of them, the product runs on <c>offline</c>.</summary>
internal sealed record ModelParameters(IReadOnlyList<(string Setting, IResourceBuilder<ParameterResource> Value)> All);

internal static class ModelParameterExtensions
{
    // OpenAI's key and address serve any compatible endpoint.
    private static readonly (string Parameter, string Setting, bool Secret)[] Known =
    [
        ("anthropic-key", "Models__Providers__anthropic__ApiKey", true),
        ("openai-key", "Models__Providers__openai__ApiKey", true),
        ("openai-address", "Models__Providers__openai__BaseAddress", false),
        ("gemini-key", "Models__Providers__gemini__ApiKey", true),
        ("mistral-key", "Models__Providers__mistral__ApiKey", true),
        ("vertex-project", "Models__Providers__vertex__Project", false),
        ("vertex-location", "Models__Providers__vertex__Location", false),
        ("ollama-address", "Models__Providers__ollama__BaseAddress", false),
        ("embedding-provider", "Memory__Embedding__Provider", false),
        ("embedding-model", "Memory__Embedding__Model", false),
        ("embedding-dimensions", "Memory__Embedding__Dimensions", false),
        ("embedding-price", "Memory__Embedding__PricePerMillion", false),
    ];

    public static ModelParameters AddModelParameters(this IDistributedApplicationBuilder builder) =>
        new([.. Known.Select(known => (known.Setting, builder.AddOptional(known.Parameter, known.Secret)))]);

    public static IResourceBuilder<ProjectResource> WithModels(this IResourceBuilder<ProjectResource> project, ModelParameters models)
    {
        foreach (var (setting, value) in models.All)
            project.WithEnvironment(setting, value);
        return project;
    }

    // Empty rather than missing, so that nothing waits for a value.
    private static IResourceBuilder<ParameterResource> AddOptional(this IDistributedApplicationBuilder builder, string name, bool secret) =>
        builder.AddParameter(name, () => builder.Configuration[$"Parameters:{name}"] ?? "", secret: secret);
}
