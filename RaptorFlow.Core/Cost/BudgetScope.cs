namespace RaptorFlow.Core.Cost;

/// <summary>What a budget limits.</summary>
public enum BudgetScope
{
    WorkspaceMonth,
    Campaign,
    Run,
}

internal static class BudgetScopes
{
    public static string Column(this BudgetScope scope) => scope switch
    {
        BudgetScope.WorkspaceMonth => "workspace_month",
        BudgetScope.Campaign => "campaign",
        BudgetScope.Run => "run",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, null),
    };

    public static string Describe(this BudgetScope scope) => scope switch
    {
        BudgetScope.WorkspaceMonth => "the workspace's month",
        BudgetScope.Campaign => "campaign",
        BudgetScope.Run => "run",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, null),
    };

    public static BudgetScope Parse(string column) => column switch
    {
        "workspace_month" => BudgetScope.WorkspaceMonth,
        "campaign" => BudgetScope.Campaign,
        "run" => BudgetScope.Run,
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, null),
    };

    public static string Month(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
}
