namespace RaptorFlow.Core.Identity;

/// <summary>What a member is in a workspace.</summary>
public enum Role
{
    Viewer,
    Analyst,
    LordOperator,
    Admin,
}

/// <summary>What may be done in a workspace. Written <c>runs:write</c> in API keys' scopes.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711", Justification = "It is one; the rule means code access security.")]
public enum Permission
{
    WorkspaceRead,
    CampaignsRead,
    AgentsRead,
    RunsRead,
    MemoryRead,
    CampaignsWrite,
    AgentsInvoke,
    RunsWrite,
    MemoryWrite,
    CostsRead,
    RunsApprove,
    BudgetsWrite,
    CacheWrite,
    OperationsRead,
    OperationsWrite,
    AuditRead,
    MembersManage,
    KeysManage,
    SourcesRead,
    SourcesManage,
}

/// <summary>The one table of who may do what: each permission with the least role that has it.</summary>
public static class Permissions
{
    private static readonly Dictionary<Permission, Role> Least = new()
    {
        [Permission.WorkspaceRead] = Role.Viewer,
        [Permission.CampaignsRead] = Role.Viewer,
        [Permission.AgentsRead] = Role.Viewer,
        [Permission.RunsRead] = Role.Viewer,
        [Permission.MemoryRead] = Role.Viewer,
        [Permission.CampaignsWrite] = Role.Analyst,
        [Permission.AgentsInvoke] = Role.Analyst,
        [Permission.RunsWrite] = Role.Analyst,
        [Permission.MemoryWrite] = Role.Analyst,
        [Permission.CostsRead] = Role.Analyst,
        [Permission.RunsApprove] = Role.LordOperator,
        [Permission.BudgetsWrite] = Role.LordOperator,
        [Permission.CacheWrite] = Role.LordOperator,
        [Permission.OperationsRead] = Role.LordOperator,
        [Permission.OperationsWrite] = Role.LordOperator,
        [Permission.AuditRead] = Role.LordOperator,
        [Permission.MembersManage] = Role.Admin,
        [Permission.KeysManage] = Role.Admin,
        [Permission.SourcesRead] = Role.Analyst,
        [Permission.SourcesManage] = Role.Admin,
    };

    private static readonly Dictionary<string, Permission> ByName = Enum.GetValues<Permission>().ToDictionary(Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => ByName.Keys;

    public static bool Has(Role role, Permission permission) => role >= Least[permission];

    public static bool TryParse(string name, out Permission permission) => ByName.TryGetValue(name, out permission);

    /// <summary><c>RunsWrite</c> is <c>runs:write</c>.</summary>
    public static string Name(Permission permission)
    {
        var name = permission.ToString();
        var second = 1 + name.AsSpan(1).IndexOfAnyInRange('A', 'Z');
        return $"{name[..second]}:{name[second..]}".ToLowerInvariant();
    }
}

/// <summary>Roles as they are written in data and JSON.</summary>
public static class RoleNames
{
    public static IReadOnlyList<string> All { get; } = ["admin", "lord_operator", "analyst", "viewer"];

    public static string ToName(this Role role) => role switch
    {
        Role.Admin => "admin",
        Role.LordOperator => "lord_operator",
        Role.Analyst => "analyst",
        Role.Viewer => "viewer",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    public static bool TryParse(string? name, out Role role)
    {
        role = name switch
        {
            "admin" => Role.Admin,
            "lord_operator" => Role.LordOperator,
            "analyst" => Role.Analyst,
            _ => Role.Viewer,
        };
        return name is not null && All.Contains(name);
    }
}
