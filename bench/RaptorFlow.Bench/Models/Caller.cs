using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenAI;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Bench.Models;

/// <summary>A way to ask a model.</summary>
/// <param name="Name">As the tables call it.</param>
/// <param name="AskAsync">Asks; of questions with the same number the words are the same.</param>
internal sealed record Caller(string Name, Func<int, Task> AskAsync)
{
    public const string Alone = "client alone";

    private const int MaxOutputTokens = 1_000;

    private static readonly CallPolicy Policy = new() { Cache = TimeSpan.FromHours(24) };
    private static readonly string Brief = string.Concat(Enumerable.Repeat("A company that sells things to other companies, and what it said of itself. ", 25));

    /// <summary>The provider's client and nothing else.</summary>
    public static Caller Plain(Uri vendor) => Of(Alone, Client(vendor));

    /// <summary>What Microsoft.Extensions.AI brings: telemetry, and a cache in the same Redis.</summary>
    public static Caller Library(Uri vendor, IServiceProvider services) => Of("client, UseDistributedCache, UseOpenTelemetry", Client(vendor).AsBuilder()
        .UseDistributedCache(services.GetRequiredService<IDistributedCache>())
        .UseOpenTelemetry(services.GetRequiredService<ILoggerFactory>(), "RaptorFlow.Bench")
        .Build());

    /// <summary>The gateway, the accounts taking turns.</summary>
    public static Caller Through(string name, ModelHost host, IReadOnlyList<CostScope> accounts) => new(name, number => AskGatewayAsync(host, accounts[number % accounts.Count], number));

    public static Task<ModelAnswer> AskGatewayAsync(ModelHost host, CostScope account, int number) => host.Gateway.AskAsync(new()
    {
        Scope = account,
        Tier = ModelTier.Economy,
        Messages = Messages(number),
        DraftJson = "{}",
        Policy = Policy,
        MaxOutputTokens = MaxOutputTokens,
    }, CancellationToken.None);

    private static Caller Of(string name, IChatClient client) => new(name, number => client.GetResponseAsync(Messages(number), new() { MaxOutputTokens = MaxOutputTokens }));

    private static IReadOnlyList<ChatMessage> Messages(int number) => [new(ChatRole.System, "You improve drafts."), new(ChatRole.User, $"{number}. {Brief}")];

    // As the gateway makes it.
    private static IChatClient Client(Uri vendor) => new OpenAIClient(new ApiKeyCredential("key"), new OpenAIClientOptions
    {
        Endpoint = vendor,
        Transport = new HttpClientPipelineTransport(new HttpClient(new SocketsHttpHandler())),
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
    }).GetChatClient("gpt-6-luna").AsIChatClient();
}
