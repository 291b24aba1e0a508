using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RaptorFlow.ServiceDefaults.Telemetry;

internal static class ConsoleFormat
{
    private const string Key = "Logging:Format";

    /// <summary><c>Logging:Format=json</c> writes one JSON object per line, for machines; otherwise lines for people.</summary>
    public static void AddConsoleFormat(this IHostApplicationBuilder builder)
    {
        if (!string.Equals(builder.Configuration[Key], "json", StringComparison.OrdinalIgnoreCase))
            return;
        builder.Logging.AddJsonConsole(options =>
        {
            options.IncludeScopes = true;
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
    }
}
