using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;

namespace RaptorFlow.Core.Models.Providers;

/// <summary>OpenAI's chat completions, at any address that speaks them.</summary>
internal sealed class OpenAiProvider : IModelProvider
{
    public string Kind => "openai";

    public IChatClient Create(string modelId, ProviderOptions options, HttpClient http)
    {
        var client = new OpenAIClient(new ApiKeyCredential(options.ApiKey!), new OpenAIClientOptions
        {
            Endpoint = options.BaseAddress,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = TimeSpan.FromHours(1),
        });
        return client.GetChatClient(modelId).AsIChatClient();
    }
}
