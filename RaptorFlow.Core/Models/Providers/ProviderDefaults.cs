using Microsoft.Extensions.Configuration;

namespace RaptorFlow.Core.Models.Providers;

internal static class ProviderDefaults
{
    /// <summary>The setting, else the first variable that says something, trimmed; null when none does.</summary>
    public static string? Or(this string? setting, IConfiguration variables, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!string.IsNullOrWhiteSpace(setting))
                break;
            setting = variables[name];
        }
        return string.IsNullOrWhiteSpace(setting) ? null : setting.Trim();
    }
}
