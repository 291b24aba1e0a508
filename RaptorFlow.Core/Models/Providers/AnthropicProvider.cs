using Anthropic;
using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models.Providers;

internal sealed class AnthropicProvider : IModelProvider
{
    public string Kind => "anthropic";

    public IChatClient Create(string modelId, ProviderOptions options, HttpClient http)
    {
        var client = new AnthropicClient
        {
            // Else the SDK takes another token from the environment and sends both.
            AuthToken = null,
            ApiKey = options.ApiKey,
            BaseUrl = options.BaseAddress?.ToString().TrimEnd('/') ?? "https://api.anthropic.com",
            HttpClient = http,
            MaxRetries = 0,
            // Without one the SDK derives it from max_tokens and refuses large ones outright.
            Timeout = TimeSpan.FromHours(1),
        };
        return client.AsIChatClient(modelId);
    }
}
