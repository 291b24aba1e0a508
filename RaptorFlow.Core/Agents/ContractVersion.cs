using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using RaptorFlow.Guilds;

namespace RaptorFlow.Core.Agents;

/// <summary>Reads from a guild's assembly, without loading it, which contract it was built against.</summary>
internal static class ContractVersion
{
    private static readonly System.Reflection.AssemblyName Host = typeof(IGuild).Assembly.GetName();

    /// <summary>Why the guild cannot be served, or null.</summary>
    public static string? Refusal(string assemblyFile)
    {
        using var stream = File.OpenRead(assemblyFile);
        using var pe = new PEReader(stream);
        if (!pe.HasMetadata)
            return $"{Path.GetFileName(assemblyFile)} is no .NET assembly.";
        var metadata = pe.GetMetadataReader();
        var built = metadata.AssemblyReferences.Select(metadata.GetAssemblyReference)
            .Where(r => metadata.GetString(r.Name) == Host.Name).Select(r => r.Version).FirstOrDefault();
        if (built is null)
            return $"{Path.GetFileName(assemblyFile)} does not refer to {Host.Name}: it is no guild.";
        return built > Host.Version || built.Major != Host.Version!.Major
            ? $"built against contract {built}, and this host has {Host.Version}: update the host, or build the guild against {Host.Name} {Host.Version}."
            : null;
    }
}
