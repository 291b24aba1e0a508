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

    /// <summary>Overwrites a guild's folder in place with another test guild, as a deployment does that copies over what is there.</summary>
    public string Put(string guild, string folder, Func<string, bool>? without = null)
    {
        var target = Directory.CreateDirectory(Path.Combine(Folder, folder)).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Built, guild)).Where(f => without?.Invoke(Path.GetFileName(f)) != true))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        return target;
    }

    /// <summary>Copies a guild of the product; returns its folder.</summary>
    public string AddProduct(string guild)
    {
        var target = Directory.CreateDirectory(Path.Combine(Folder, guild)).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Built, "..", "plugins", guild)))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        return target;
    }

    public void Remove(string folder) => Directory.Delete(Path.Combine(Folder, folder), recursive: true);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
