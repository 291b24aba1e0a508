using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace RaptorFlow.Core.Cost;

public static class CostRegistration
{
    /// <summary>The budget ledger, over the <see cref="Data.Database"/> that is registered.</summary>
    public static IServiceCollection AddCosts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CostOptions>().Bind(configuration.GetSection(CostOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<CostClock>();
        services.TryAddSingleton<IMemberCount, WorkspaceMembers>();
        services.TryAddSingleton<IBudgetLedger, BudgetLedger>();
        services.TryAddSingleton<IBudgets, Budgets>();
        services.TryAddSingleton<IRecordedAnswers, RecordedAnswers>();
        return services;
    }
}
