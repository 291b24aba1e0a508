using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Core.Cost;

public static class CostRegistration
{
    /// <summary>The budget ledger, over the <see cref="Database"/> that is registered. Quotes need the registry and <see cref="ModelRegistration.AddModels"/> as well.</summary>
    public static IServiceCollection AddCosts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CostOptions>().Bind(configuration.GetSection(CostOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CostOptions>, CostOptionsValidator>());
        services.TryAddSingleton<CostClock>();
        services.TryAddSingleton<IMemberCount, WorkspaceMembers>();
        services.TryAddSingleton<CostMetrics>();
        services.TryAddSingleton(provider => new BudgetAlerts(
            provider.GetRequiredService<Database>(), provider.GetRequiredService<IOptions<CostOptions>>(), provider.GetRequiredService<IMemberCount>(), provider.GetRequiredService<CostClock>(),
            provider.GetRequiredService<CostMetrics>(), provider.GetRequiredService<ILogger<BudgetAlerts>>()));
        services.TryAddSingleton<IBudgetLedger, BudgetLedger>();
        services.TryAddSingleton<IBudgets, Budgets>();
        services.TryAddSingleton<IRecordedAnswers, RecordedAnswers>();
        services.TryAddSingleton<IModelPrices, CataloguePrices>();
        services.TryAddSingleton(provider => new RunQuotes(
            provider.GetRequiredService<Database>(), provider.GetRequiredService<AgentRegistry>(), provider.GetRequiredService<IModelPrices>(), provider.GetRequiredService<CostClock>()));
        services.TryAddSingleton(provider => new CostReports(provider.GetRequiredService<Database>(), provider.GetRequiredService<CostClock>()));
        services.TryAddSingleton(provider => new TierUse(provider.GetRequiredService<Database>(), provider.GetRequiredService<IOptions<CostOptions>>()));
        services.TryAddSingleton(provider => new CostForecasts(provider.GetRequiredService<Database>(), provider.GetRequiredService<CostClock>(), provider.GetRequiredService<IBudgets>()));
        return services;
    }
}
