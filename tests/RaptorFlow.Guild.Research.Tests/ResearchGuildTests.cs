using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Agents;
using RaptorFlow.Guilds;
using YamlDotNet.Serialization;

namespace RaptorFlow.Guild.Research.Tests;

public sealed class ResearchGuildTests
{
    [Fact]
    public void Cards_NameOnlyRegisteredBehaviours()
    {
        var registered = Behaviours();

        Assert.All(Cards(), card => Assert.All(Named(card.FrontMatter), name => Assert.Contains(name, registered.Keys)));
    }

    [Fact]
    public void Cards_CarryEveryPartOfThePrompt()
    {
        string[] parts = ["{{$agent}}", "{{$facts}}", "{{$draft}}", "{{$schema}}"];

        Assert.NotEmpty(Cards());
        Assert.All(Cards(), card => Assert.All(parts, part => Assert.Contains(part, card.Prompt, StringComparison.Ordinal)));
    }

    [Fact]
    public void Behaviours_AreTypedAgents() =>
        Assert.All(Behaviours().Values, type => Assert.True(typeof(IAgentBehaviour).IsAssignableFrom(type)));

    private static IEnumerable<object> Named(string frontMatter)
    {
        var data = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(frontMatter);
        return ((List<object>)data["capabilities"]).Cast<Dictionary<object, object>>().Select(c => c["behaviour"]);
    }

    private static IEnumerable<(string FrontMatter, string Prompt)> Cards()
    {
        var assembly = typeof(ResearchGuild).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("Agents/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var parts = reader.ReadToEnd().Split("---\n", 3, StringSplitOptions.None);
            yield return (parts[1], parts[2]);
        }
    }

    private static Dictionary<string, Type> Behaviours()
    {
        var builder = new Recorder();
        new ResearchGuild().Configure(builder);
        return builder.Registered;
    }

    private sealed class Recorder : IGuildBuilder
    {
        public Dictionary<string, Type> Registered { get; } = new(StringComparer.Ordinal);

        public IServiceCollection Services { get; } = new ServiceCollection();

        public IGuildBuilder AddBehaviour<TBehaviour>(string name)
            where TBehaviour : class, IAgentBehaviour
        {
            Registered.Add(name, typeof(TBehaviour));
            return this;
        }

        public IGuildBuilder AddTool(AIFunction tool) => this;
    }
}
