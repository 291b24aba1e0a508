namespace RaptorFlow.Cli.Api;

internal static class Query
{
    /// <summary>An address with those parameters that are given.</summary>
    public static string Of(string path, params IEnumerable<(string Name, string? Value)> parameters) =>
        $"{path}?{string.Join('&', parameters.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"))}";
}
