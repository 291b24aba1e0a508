using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Models;

/// <summary>Telemetry, budget, routing, then a provider's resilience and client. A response cache goes between the first two.</summary>
internal sealed class ModelPipeline : IDisposable
{
    public const string TelemetrySource = "RaptorFlow.Models";

    public ModelPipeline(ProviderChannels channels, Catalogue catalogue, IBudgetLedger ledger, TimeProvider time, ILoggerFactory loggers)
    {
        var router = new RoutingChatClient(channels, new OfflineChatClient(), loggers.CreateLogger<RoutingChatClient>());
        Client = router.AsBuilder()
            .UseOpenTelemetry(loggers, TelemetrySource)
            .Use(inner => new BudgetChatClient(inner, catalogue, ledger, time, loggers.CreateLogger<BudgetChatClient>()))
            .Build();
    }

    public IChatClient Client { get; }

    public void Dispose() => Client.Dispose();
}
