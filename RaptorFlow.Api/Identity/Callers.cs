using System.Security.Claims;

namespace RaptorFlow.Api.Identity;

public static class Callers
{
    /// <summary>The user of an authenticated request.</summary>
    public static Guid UserId(this ClaimsPrincipal principal) =>
        principal.FindUserId() ?? throw new InvalidOperationException("The endpoint does not require authentication.");

    internal static Guid? FindUserId(this ClaimsPrincipal principal) => Guid.TryParse(principal.FindFirst("sub")?.Value, out var id) ? id : null;

    internal static string ClientAddress(this HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
