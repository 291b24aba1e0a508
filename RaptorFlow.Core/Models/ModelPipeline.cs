using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Models;

/// <summary>Telemetry, the task's record, the workspace's cache where there is one, budget, routing, then a provider's resilience and client.</summary>
internal sealed class ModelPipeline : IDisposable
{
    public const string TelemetrySource = "RaptorFlow.Models";

    public ModelPipeline(ProviderChannels channels, Catalogue catalogue, IBudgetLedger ledger, IRecordedAnswers records, Settlements settlements, IOptions<CostOptions> costs, ILoggerFactory loggers, WorkspaceCache? cache = null)
    {
        var router = new RoutingChatClient(channels, new OfflineChatClient(), loggers.CreateLogger<RoutingChatClient>());
        Client = router.AsBuilder()
            .UseOpenTelemetry(loggers, TelemetrySource)
            .Use(inner => new TracedChatClient(inner))
            .Use(inner => new RecordedChatClient(inner, catalogue, records, settlements))
            .Use(inner => cache is null ? inner : new CachedChatClient(inner, cache, catalogue, settlements))
            .Use(inner => new BudgetChatClient(inner, catalogue, ledger, settlements, costs.Value.Thrift, loggers.CreateLogger<BudgetChatClient>()))
            .Build();
    }

    public IChatClient Client { get; }

    public void Dispose() => Client.Dispose();

    /// <summary>Adds to the call's span who asked, who answered and what it cost.</summary>
    private sealed class TracedChatClient(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            if (Activity.Current is { } activity && activity.Source.Name == TelemetrySource)
            {
                var scope = options.Call().Scope;
                activity.SetTag("gen_ai.provider.name", response.Provider());
                activity.SetTag("raptorflow.agent", scope.AgentCode);
                activity.SetTag("raptorflow.task_id", scope.TaskId);
                activity.SetTag("raptorflow.served_from", response.Served().ToString().ToLowerInvariant());
                activity.SetTag("raptorflow.cost_micros", response.CostMicros());
            }
            return response;
        }
    }
}
