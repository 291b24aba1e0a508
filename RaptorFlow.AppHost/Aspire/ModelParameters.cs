namespace RaptorFlow.AppHost.Aspire;

/// <summary>Keys and addresses of model providers. Each may stay unset: without any, the product runs on <c>offline</c>.</summary>
internal sealed record ModelParameters(
    IResourceBuilder<ParameterResource> AnthropicKey,
    IResourceBuilder<ParameterResource> OpenAiKey,
    IResourceBuilder<ParameterResource> OpenAiAddress);

internal static class ModelParameterExtensions
{
    public static ModelParameters AddModelParameters(this IDistributedApplicationBuilder builder) => new(
        builder.AddOptional("anthropic-key", secret: true),
        builder.AddOptional("openai-key", secret: true),
        builder.AddOptional("openai-address", secret: false));

    /// <summary>OpenAI's key and address serve any compatible endpoint.</summary>
    public static IResourceBuilder<ProjectResource> WithModels(this IResourceBuilder<ProjectResource> project, ModelParameters models) =>
        project
            .WithEnvironment("Models__Providers__anthropic__ApiKey", models.AnthropicKey)
            .WithEnvironment("Models__Providers__openai__ApiKey", models.OpenAiKey)
            .WithEnvironment("Models__Providers__openai__BaseAddress", models.OpenAiAddress);

    // Empty rather than missing, so that nothing waits for a value.
    private static IResourceBuilder<ParameterResource> AddOptional(this IDistributedApplicationBuilder builder, string name, bool secret) =>
        builder.AddParameter(name, () => builder.Configuration[$"Parameters:{name}"] ?? "", secret: secret);
}
