using System.Reflection;
using System.Xml.Linq;

namespace RaptorFlow.Architecture.Tests;

/// <summary>The projects as their files declare them.</summary>
internal static class Solution
{
    public static string Root { get; } = typeof(Solution).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    public static IEnumerable<string> Projects { get; } = Directory.GetFiles(Root, "*.csproj", SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    public static IEnumerable<string> Sources(string folder) => Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(p => p is "obj" or "bin"));

    /// <summary>The projects that a project links, those it only has built first left out.</summary>
    public static IReadOnlyList<string> LinkedProjects(string project) =>
        [.. XDocument.Load(Find(project)).Descendants("ProjectReference")
            .Where(r => r.Attribute("ReferenceOutputAssembly")?.Value != "false")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))];

    public static IReadOnlyList<string> Packages(string project) =>
        [.. XDocument.Load(Find(project)).Descendants("PackageReference").Where(r => r.Attribute("PrivateAssets")?.Value != "all").Select(r => r.Attribute("Include")!.Value)];

    private static string Find(string project) => Projects.Single(p => Path.GetFileNameWithoutExtension(p) == project);
}
