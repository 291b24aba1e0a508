namespace RaptorFlow.AppHost.Aspire;

/// <summary>What model providers need, each with the setting it becomes. Any may stay unset: without all of them, the product runs on <c>offline</c>.</summary>
internal sealed record ModelParameters(IReadOnlyList<(string Setting, IResourceBuilder<ParameterResource> Value)> All);

internal static class ModelParameterExtensions
{
    // OpenAI's key and address serve any compatible endpoint.
    private static readonly (string Parameter, string Setting, bool Secret)[] Known =
    [
        ("anthropic-key", "anthropic__ApiKey", true),
        ("openai-key", "openai__ApiKey", true),
        ("openai-address", "openai__BaseAddress", false),
        ("gemini-key", "gemini__ApiKey", true),
        ("mistral-key", "mistral__ApiKey", true),
        ("vertex-project", "vertex__Project", false),
        ("vertex-location", "vertex__Location", false),
        ("ollama-address", "ollama__BaseAddress", false),
    ];

    public static ModelParameters AddModelParameters(this IDistributedApplicationBuilder builder) =>
        new([.. Known.Select(known => ($"Models__Providers__{known.Setting}", builder.AddOptional(known.Parameter, known.Secret)))]);

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
