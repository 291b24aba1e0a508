using System.Reflection;

namespace RaptorFlow.AgentHost.Tests;

/// <summary>A plugins folder of its own, with copies of the test guilds in it.</summary>
internal sealed class TestGuilds : IDisposable
{
    private static readonly string Built = typeof(TestGuilds).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "TestGuildsFolder").Value!;

    public string Folder { get; } = Directory.CreateTempSubdirectory("raptorflow-guilds-").FullName;

    /// <summary>Copies a test guild; returns its folder.</summary>
    public string Add(string guild, string? folder = null, Func<string, bool>? without = null)
    {
        var target = Path.Combine(Folder, folder ?? guild);
        Directory.CreateDirectory(target);
        foreach (var file in Directory.GetFiles(Path.Combine(Built, guild)).Where(f => without?.Invoke(Path.GetFileName(f)) != true))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        return target;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
