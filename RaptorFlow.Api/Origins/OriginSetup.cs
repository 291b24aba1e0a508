namespace RaptorFlow.Api.Origins;

internal static class OriginSetup
{
    /// <summary>Configuration <c>Origins:0</c>, <c>Origins:1</c>, …: the web pages of other origins that may call this API from a browser. None unless listed.</summary>
    public static IHostApplicationBuilder AddOrigins(this IHostApplicationBuilder builder)
    {
        var origins = builder.Configuration.GetSection("Origins").Get<string[]>() ?? [];
        // Credentials, though there are no cookies here: SignalR's client asks for them unless told otherwise.
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(origins).AllowAnyHeader().AllowAnyMethod().AllowCredentials()
            .WithExposedHeaders("Idempotency-Replayed", "Location", "Retry-After")));
        return builder;
    }
}
