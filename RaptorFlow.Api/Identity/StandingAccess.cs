using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Identity;

/// <summary>
/// Whether a caller who is served for long may still be: until the access token ends, and as long as membership, role and API key say so,
/// which are looked up anew from time to time. Authorization of the request has come before.
/// </summary>
internal sealed class StandingAccess
{
    /// <summary>How old an answer may be that is still believed.</summary>
    public static readonly TimeSpan Trust = TimeSpan.FromMinutes(1);

    private readonly HttpContext _http;
    private readonly Permission _permission;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _ends;
    private long _askedAt;
    private TimeSpan _trust;

    public StandingAccess(HttpContext http, Permission permission)
    {
        (_http, _permission, _time) = (http, permission, http.RequestServices.GetRequiredService<TimeProvider>());
        var skew = http.RequestServices.GetRequiredService<IOptions<IdentityOptions>>().Value.ClockSkew;
        _ends = http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc is { } expires ? expires + skew : DateTimeOffset.MaxValue;
        Believe();
    }

    /// <summary>Mostly answers from what it knows.</summary>
    public async ValueTask<bool> HoldsAsync(CancellationToken cancellationToken) =>
        _time.GetElapsedTime(_askedAt) < _trust ? _time.GetUtcNow() < _ends : await IsGivenAsync(cancellationToken);

    /// <summary>Looks it up now.</summary>
    public async Task<bool> IsGivenAsync(CancellationToken cancellationToken)
    {
        if (_time.GetUtcNow() >= _ends || await FindAsync(cancellationToken) is not { } workspace || !workspace.May(_permission))
            return false;
        Believe();
        return true;
    }

    private async Task<WorkspaceContext?> FindAsync(CancellationToken cancellationToken)
    {
        var services = _http.RequestServices;
        var known = _http.Features.GetRequiredFeature<WorkspaceContext>();
        if (ApiKeyHandler.Credential(_http.Request) is { } key)
            return await services.GetRequiredService<ApiKeyStore>().AuthenticateAsync(key, cancellationToken);
        return await services.GetRequiredService<WorkspaceStore>().FindRoleAsync(known.WorkspaceId, known.UserId, cancellationToken) is { } role ? known with { Role = role } : null;
    }

    // Those who came together do not all look again at the same moment.
    private void Believe() => (_askedAt, _trust) = (_time.GetTimestamp(), Trust * (0.5 + (Random.Shared.NextDouble() / 2)));
}
