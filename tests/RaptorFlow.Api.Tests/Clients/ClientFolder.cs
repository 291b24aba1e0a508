using System.Globalization;

namespace RaptorFlow.Api.Tests.Clients;

/// <summary>The clients' tests as the build copied them, with the packages their lock file names.</summary>
internal static class ClientFolder
{
    private const int OldestNode = 18;
    private static readonly Lazy<Task<string?>> Lack = new(FindLackAsync);

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "clients");

    /// <summary>Skips the test where node or the packages are not to be had; in CI, where they must be, fails it.</summary>
    public static async Task ReadyAsync()
    {
        if (await Lack.Value is not { } lack)
            return;
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(lack);
        Assert.Skip(lack);
    }

    private static async Task<string?> FindLackAsync()
    {
        var node = await Command.RunAsync(Path, "node", ["--version"], CancellationToken.None);
        if (node is not { ExitCode: 0 })
            return $"Node.js {OldestNode} or newer is not installed.";
        if (!int.TryParse(node.Output.TrimStart('v').Split('.')[0], CultureInfo.InvariantCulture, out var version) || version < OldestNode)
            return $"Node.js is {node.Output.Trim()}; {OldestNode} or newer is needed.";
        return await InstallAsync();
    }

    private static async Task<string?> InstallAsync()
    {
        var wanted = await File.ReadAllTextAsync(System.IO.Path.Combine(Path, "package-lock.json"));
        var installed = System.IO.Path.Combine(Path, "node_modules", ".installed");
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed) == wanted)
            return null;
        var npm = await Command.RunAsync(Path, OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--ignore-scripts"], CancellationToken.None);
        if (npm is null)
            return "npm is not installed.";
        if (npm.ExitCode != 0)
            return $"npm could not install the clients: {npm.Output}";
        await File.WriteAllTextAsync(installed, wanted);
        return null;
    }
}
