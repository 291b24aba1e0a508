using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Api.Identity;
using RaptorFlow.Core.Identity;
using RaptorFlow.Testing;

namespace RaptorFlow.Api.Tests.Identity;

public sealed class StandingAccessTests(ApiHost host) : IClassFixture<ApiHost>
{
    private readonly SetClock _time = new(DateTimeOffset.UtcNow);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Access_OfAMember_HoldsForADayAndEndsWithinAMinuteOfTheMembership()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var guest = await host.SignUpAsync();
        await owner.InviteAsync(guest, "viewer");
        var access = Access(guest);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.True(await access.HoldsAsync(Token));

        await owner.RemoveAsync(guest);

        Assert.True(await access.HoldsAsync(Token));
        _time.Advance(StandingAccess.Trust);
        Assert.False(await access.HoldsAsync(Token));
    }

    [Fact]
    public async Task Access_OfAnApiKey_EndsWithinAMinuteOfTheKey()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var (id, key) = await owner.CreateKeyAsync("runs:read");
        var access = Access(owner, key: key);
        _time.Advance(StandingAccess.Trust);
        Assert.True(await access.HoldsAsync(Token));

        await owner.RevokeKeyAsync(id);

        _time.Advance(StandingAccess.Trust);
        Assert.False(await access.HoldsAsync(Token));
    }

    [Fact]
    public async Task Access_OnAHostWhoseClockIsSetBack_EndsWithinAMinuteOfTheMembership()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var guest = await host.SignUpAsync();
        await owner.InviteAsync(guest, "viewer");
        var access = Access(guest);

        await owner.RemoveAsync(guest);

        _time.Offset = TimeSpan.FromHours(-3);
        _time.Advance(StandingAccess.Trust);
        Assert.False(await access.HoldsAsync(Token));
    }

    [Fact]
    public async Task Access_ByAToken_EndsWithIt()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var access = Access(owner, _time.GetUtcNow() + TimeSpan.FromHours(1));

        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(await access.HoldsAsync(Token));
        _time.Advance(new IdentityOptions { SigningKey = ApiHost.SigningKey }.ClockSkew);
        Assert.False(await access.HoldsAsync(Token));
        Assert.False(await access.IsGivenAsync(Token));
    }

    private StandingAccess Access(Person person, DateTimeOffset? expires = null, string? key = null)
    {
        var http = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection()
                .AddSingleton<TimeProvider>(_time)
                .AddSingleton(host.Services.GetRequiredService<WorkspaceStore>())
                .AddSingleton(host.Services.GetRequiredService<ApiKeyStore>())
                .Configure<IdentityOptions>(options => options.SigningKey = ApiHost.SigningKey)
                .BuildServiceProvider(),
        };
        if (key is not null)
            http.Request.Headers["X-Api-Key"] = key;
        http.Features.Set(new WorkspaceContext(person.WorkspaceId, person.Id, Role.Viewer));
        http.Features.Set<IAuthenticateResultFeature>(new Authenticated(expires));
        return new(http, Permission.RunsRead);
    }

    private sealed class Authenticated(DateTimeOffset? expires) : IAuthenticateResultFeature
    {
        public AuthenticateResult? AuthenticateResult { get; set; } =
            AuthenticateResult.Success(new(new(), new() { ExpiresUtc = expires }, AuthSchemes.BuiltIn));
    }
}
