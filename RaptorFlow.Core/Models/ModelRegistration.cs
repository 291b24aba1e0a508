using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Models.Providers;
using RaptorFlow.Core.Models.Providers.Gemini;

namespace RaptorFlow.Core.Models;

public static class ModelRegistration
{
    /// <summary>The model gateway. It needs a budget ledger: <see cref="Cost.CostRegistration.AddCosts"/>.</summary>
    public static IServiceCollection AddModels(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ModelOptions>().Bind(configuration.GetSection(ModelOptions.Section)).ValidateOnStart();
        services.AddSingleton<IPostConfigureOptions<ModelOptions>>(provider => new ModelOptionsDefaults(configuration, provider.GetRequiredService<ProviderKinds>()));
        services.AddSingleton<IValidateOptions<ModelOptions>, ModelOptionsValidator>();
        services.AddSingleton<IValidateOptions<ModelOptions>>(new UnreadableFigures(configuration));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IModelProvider, AnthropicProvider>();
        services.AddSingleton<IModelProvider, OpenAiProvider>();
        services.AddSingleton<IModelProvider, GeminiProvider>();
        services.AddSingleton<IModelProvider, VertexProvider>();
        services.AddSingleton<IModelProvider, MistralProvider>();
        services.AddSingleton<IModelProvider, OllamaProvider>();
        services.TryAddSingleton<IGoogleAccess, GoogleAccess>();
        services.AddSingleton<ProviderKinds>();
        services.AddSingleton<Catalogue>();
        services.AddSingleton<ProviderChannels>();
        services.AddSingleton<IModelHealth, ModelHealth>();
        services.AddSingleton<InstalledModels>();
        services.AddSingleton<Settlements>();
        services.AddSingleton<ModelPipeline>();
        services.AddSingleton<IModelGateway, ModelGateway>();
        return services;
    }
}
