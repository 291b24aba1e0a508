using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Campaigns;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Onboarding;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Core;

/// <summary>The ledger, the bus and the registry, over an <c>NpgsqlDataSource</c> and an <c>IConnectionMultiplexer</c> registered elsewhere.</summary>
public static class CoreRegistration
{
    public static IServiceCollection AddRaptorFlowCore(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Database>();
        services.AddSingleton<IRaptorBus, RaptorBus>();
        services.AddSingleton<AgentRegistry>();
        services.AddSingleton<DecisionReader>();
        services.AddSingleton(new RetryPolicy(RetryDelay.Default));
        services.AddSingleton<RunSubmission>();
        services.AddSingleton<RunControl>();
        services.AddSingleton<RunPause>();
        services.AddSingleton<RunFork>();
        services.AddSingleton<Approvals>();
        services.AddSingleton<DeadLetters>();
        services.AddSingleton<RunReader>();
        services.AddSingleton<RunStart>();
        services.AddSingleton<RunEventFeed>();
        services.AddSingleton<CampaignStore>();
        services.AddSingleton<OnboardingStore>();
        services.AddSingleton<TaskLedger>();
        services.AddSingleton<TaskCompletion>();
        services.AddSingleton<TaskExpansion>();
        services.AddSingleton<TaskInputs>();
        services.AddSingleton<Sweeper>();
        return services;
    }
}
