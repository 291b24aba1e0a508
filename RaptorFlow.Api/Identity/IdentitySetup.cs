using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Identity;

public static class IdentitySetup
{
    /// <summary>Authentication, authorization and workspaces. Needs a <see cref="RaptorFlow.Core.Data.Database"/>.</summary>
    public static IHostApplicationBuilder AddRaptorFlowIdentity(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<IdentityOptions>().BindConfiguration(IdentityOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<UserStore>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<AccountChanges>();
        services.AddSingleton<SignInLimiter>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<WorkspaceStore>();
        services.AddSingleton<MemberStore>();
        services.AddSingleton<ApiKeyStore>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<SupabaseUsers>();
        services.AddHttpContextAccessor();
        services.AddScoped(provider => provider.GetRequiredService<IHttpContextAccessor>().HttpContext?.Features.Get<WorkspaceContext>()
            ?? throw new InvalidOperationException("The endpoint has no RequirePermission."));
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        services.AddSingleton<IAuthorizationHandler, UserHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessResults>();
        AddSchemes(services);
        QueryTokens.KeepOutOfLogs(services);
        return builder;
    }

    private static void AddSchemes(IServiceCollection services)
    {
        services.AddAuthentication(AuthSchemes.Default)
            .AddPolicyScheme(AuthSchemes.Default, null, options => options.ForwardDefaultSelector = AuthSchemes.Select)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(AuthSchemes.ApiKey, null)
            .AddJwtBearer(AuthSchemes.BuiltIn)
            .AddJwtBearer(AuthSchemes.Supabase);
        services.AddOptions<JwtBearerOptions>(AuthSchemes.BuiltIn).Configure<IOptions<IdentityOptions>>((jwt, identity) =>
        {
            Common(jwt, identity.Value, identity.Value.Issuer);
            jwt.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.HmacSha256];
            jwt.TokenValidationParameters.IssuerSigningKey = AccessTokens.Key(identity.Value.SigningKey);
        });
        services.AddOptions<JwtBearerOptions>(AuthSchemes.Supabase).Configure<IOptions<IdentityOptions>, SupabaseUsers>(
            (jwt, identity, users) => SupabaseTokens.Configure(jwt, identity.Value, users));
    }

    internal static void Common(JwtBearerOptions jwt, IdentityOptions identity, string issuer)
    {
        jwt.MapInboundClaims = false;
        jwt.TokenValidationParameters = new()
        {
            ValidIssuer = issuer,
            ValidAudience = identity.Audience,
            ClockSkew = identity.ClockSkew,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            NameClaimType = "sub",
        };
        jwt.Events = new()
        {
            OnMessageReceived = context =>
            {
                context.Token = AuthSchemes.Bearer(context.Request);
                return Task.CompletedTask;
            },
            OnTokenValidated = context =>
            {
                if (context.Principal?.FindUserId() is null)
                    context.Fail("The token names no user.");
                return Task.CompletedTask;
            },
        };
    }
}
