using Anthropic;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;

namespace RaptorFlow.Core.Models.Providers;

internal sealed class AnthropicProvider : IModelProvider
{
    public string Kind => "anthropic";

    public void AddDefaults(ProviderOptions options, IConfiguration variables) => options.ApiKey = options.ApiKey.Or(variables, "ANTHROPIC_API_KEY");

    public bool IsConfigured(ProviderOptions options) => options.ApiKey is not null;

    public IChatClient Create(string modelId, ProviderOptions options, HttpClient http)
    {
        var client = new AnthropicClient
        {
            ApiKey = options.ApiKey,
            BaseUrl = options.BaseAddress?.ToString().TrimEnd('/') ?? "https://api.anthropic.com",
            HttpClient = http,
            Handlers = [new MissingUsageHandler()],
            MaxRetries = 0,
            // Without one the SDK derives it from max_tokens and refuses large ones outright.
            Timeout = TimeSpan.FromHours(1),
        };
        return client.AsIChatClient(modelId);
    }
}
