using RaptorFlow.Api.Identity;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Workspaces;

public static class WorkspaceEndpoints
{
    public static IEndpointRouteBuilder MapWorkspaces(this IEndpointRouteBuilder app)
    {
        var workspaces = app.MapGroup("/api/workspaces").WithTags("Workspaces");
        workspaces.MapGet("", ListWorkspaces.HandleAsync).RequireAuthorization().WithSummary("The workspaces the caller is a member of");
        workspaces.MapPost("", CreateWorkspace.HandleAsync).RequireUser().WithSummary("Create a workspace; its creator is its admin");

        var one = workspaces.MapGroup("/{workspaceId:guid}");
        one.MapGet("", GetWorkspace.HandleAsync).RequirePermission(Permission.WorkspaceRead).WithSummary("One workspace").WithName("GetWorkspace");
        one.MapGet("/members", ListMembers.HandleAsync).RequirePermission(Permission.WorkspaceRead).WithSummary("Members and their roles");
        one.MapPost("/members", AddMember.HandleAsync).RequirePermission(Permission.MembersManage).WithSummary("Add a user who has an account, by e-mail address");
        one.MapPatch("/members/{userId:guid}", ChangeRole.HandleAsync).RequirePermission(Permission.MembersManage).WithSummary("Change a member's role");
        one.MapDelete("/members/{userId:guid}", RemoveMember.HandleAsync).RequirePermission(Permission.MembersManage).WithSummary("Remove a member; the last admin cannot go");
        one.MapGet("/api-keys", ListApiKeys.HandleAsync).RequirePermission(Permission.KeysManage).WithSummary("API keys, without their secrets");
        one.MapPost("/api-keys", CreateApiKey.HandleAsync).RequirePermission(Permission.KeysManage).WithSummary("Create an API key; the answer alone shows it");
        one.MapDelete("/api-keys/{keyId:guid}", RevokeApiKey.HandleAsync).RequirePermission(Permission.KeysManage).WithSummary("Revoke an API key");
        return app;
    }
}
