namespace RaptorFlow.Core.Cost;

/// <summary>What a budget limits.</summary>
public enum BudgetScope
{
    WorkspaceMonth,
    Campaign,
    Run,
}

/// <summary>Kinds of budgets as they are written in data and JSON.</summary>
public static class BudgetScopes
{
    private static readonly Dictionary<string, BudgetScope> ByColumn = Enum.GetValues<BudgetScope>().ToDictionary(Column, StringComparer.Ordinal);

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

    public static BudgetScope Parse(string column) =>
        TryParse(column, out var scope) ? scope : throw new ArgumentOutOfRangeException(nameof(column), column, null);

    public static bool TryParse(string column, out BudgetScope scope) => ByColumn.TryGetValue(column, out scope);

    public static string Month(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
}
