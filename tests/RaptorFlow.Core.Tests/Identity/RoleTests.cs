using RaptorFlow.Core.Identity;

namespace RaptorFlow.Core.Tests.Identity;

public sealed class RoleTests
{
    [Theory]
    [InlineData(Role.Viewer, "agents:read campaigns:read memory:read runs:read workspace:read")]
    [InlineData(Role.Analyst, "agents:invoke agents:read campaigns:read campaigns:write costs:read memory:read memory:write runs:read runs:write sources:read workspace:read")]
    [InlineData(Role.LordOperator, "agents:invoke agents:read audit:read budgets:write cache:write campaigns:read campaigns:write costs:read memory:read memory:write operations:read operations:write runs:approve runs:read runs:write sources:read workspace:read")]
    [InlineData(Role.Admin, "agents:invoke agents:read audit:read budgets:write cache:write campaigns:read campaigns:write costs:read keys:manage members:manage memory:read memory:write operations:read operations:write runs:approve runs:read runs:write sources:manage sources:read workspace:read")]
    public void Role_Has_ExactlyThesePermissions(Role role, string permissions)
    {
        var has = Enum.GetValues<Permission>().Where(p => Permissions.Has(role, p)).Select(Permissions.Name).Order(StringComparer.Ordinal);
        Assert.Equal(permissions, string.Join(' ', has));
    }

    [Fact]
    public void Context_OfAnApiKey_MayWhatBothRoleAndScopesAllow()
    {
        var context = new WorkspaceContext(Guid.NewGuid(), Guid.NewGuid(), Role.Viewer, new HashSet<Permission> { Permission.RunsWrite, Permission.RunsRead });
        Assert.True(context.May(Permission.RunsRead));
        Assert.False(context.May(Permission.RunsWrite));
        Assert.False(context.May(Permission.MemoryRead));
    }

    [Theory]
    [InlineData("Admin")]
    [InlineData("root")]
    [InlineData("")]
    [InlineData(null)]
    public void Role_UnknownName_IsNone(string? name) => Assert.False(RoleNames.TryParse(name, out _));

    [Fact]
    public void Names_OfRolesAndPermissions_ReadBackAsThemselves()
    {
        Assert.All(Enum.GetValues<Role>(), role => Assert.True(RoleNames.TryParse(role.ToName(), out var back) && back == role));
        Assert.All(Enum.GetValues<Permission>(), permission => Assert.True(Permissions.TryParse(Permissions.Name(permission), out var back) && back == permission));
    }
}
