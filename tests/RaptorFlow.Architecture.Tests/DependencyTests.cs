using System.Reflection;
using RaptorFlow.Guilds;

namespace RaptorFlow.Architecture.Tests;

public sealed class DependencyTests
{
    private static readonly string[] HostProjects = ["RaptorFlow.Core", "RaptorFlow.AgentHost", "RaptorFlow.Api", "RaptorFlow.Cli", "RaptorFlow.ServiceDefaults", "RaptorFlow.Migrator", "RaptorFlow.Abstractions"];

    [Fact]
    public void NoHostProject_LinksAGuild() =>
        Assert.All(HostProjects, p => Assert.DoesNotContain(Solution.LinkedProjects(p), r => r.StartsWith("RaptorFlow.Guild.", StringComparison.Ordinal) || r == "RaptorFlow.Reading"));

    [Fact]
    public void NoHostAssembly_RefersToAGuild()
    {
        Assembly[] hosts = [typeof(Core.CoreJson).Assembly, Assembly.Load("RaptorFlow.AgentHost"), Assembly.Load("RaptorFlow.Api"), Assembly.Load("RaptorFlow.Cli")];
        Assert.All(hosts, h => Assert.DoesNotContain(h.GetReferencedAssemblies(), r => r.Name!.StartsWith("RaptorFlow.Guild", StringComparison.Ordinal)));
        Assert.DoesNotContain(Directory.GetFiles(AppContext.BaseDirectory), f => Path.GetFileName(f).StartsWith("RaptorFlow.Guild.", StringComparison.Ordinal));
    }

    [Fact]
    public void TheContract_DependsOnAbstractionsAlone()
    {
        string[] allowed = ["Microsoft.Extensions.AI.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions"];
        Assert.Subset(allowed.ToHashSet(), Solution.Packages("RaptorFlow.Abstractions").ToHashSet());
        Assert.Empty(Solution.LinkedProjects("RaptorFlow.Abstractions"));
        var referenced = typeof(IGuild).Assembly.GetReferencedAssemblies().Select(r => r.Name!).Where(n => !n.StartsWith("System", StringComparison.Ordinal));
        Assert.Subset(allowed.ToHashSet(), referenced.ToHashSet());
    }

    [Theory]
    [InlineData("Council")]
    [InlineData("Research")]
    [InlineData("Muse")]
    [InlineData("Matrix")]
    [InlineData("Guardian")]
    public void AGuild_LinksNeitherHostNorAnotherGuild(string guild) =>
        Assert.DoesNotContain(Solution.LinkedProjects($"RaptorFlow.Guild.{guild}"), r => r != "RaptorFlow.Reading" && r != "RaptorFlow.Abstractions");

    [Fact]
    public void TheClient_KnowsTheContractAndNothingOfTheInside() =>
        Assert.Equal(["RaptorFlow.Abstractions"], Solution.LinkedProjects("RaptorFlow.Cli"));
}
