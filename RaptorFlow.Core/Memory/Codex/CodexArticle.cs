using System.Reflection;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Models;
using RaptorFlow.Memory;

namespace RaptorFlow.Core.Memory.Codex;

/// <summary>One of the product's own concepts or agents, as memory has it.</summary>
internal static class CodexArticle
{
    /// <summary>Where the product's own documents are; nobody is a member of it, and everybody reads it.</summary>
    public static readonly Guid Workspace = new("00000000-0000-7000-8000-00000c0dec00");

    private const string Concept = "concept";
    private const string Agent = "agent";
    private const string Folder = "RaptorFlow.Core.Memory.Codex.Articles.";
    private const string Ending = ".md";

    /// <summary>The concepts that this build explains: a file each, its title the first heading.</summary>
    public static IEnumerable<NewDocument> Concepts()
    {
        var assembly = typeof(CodexArticle).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name => Read(assembly, name));
    }

    public static NewDocument Of(AgentEntry agent) => new($"{agent.Code} {agent.Name}", Text(agent), MemoryCollections.CodexKnowledge) { Source = $"{Agent}:{agent.Code}", Type = Agent };

    private static NewDocument Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        var text = reader.ReadToEnd().ReplaceLineEndings("\n").Trim();
        return new(text[..text.IndexOf('\n', StringComparison.Ordinal)].TrimStart('#', ' '), text, MemoryCollections.CodexKnowledge) { Source = $"{Concept}:{name[Folder.Length..^Ending.Length]}", Type = Concept };
    }

    private static string Text(AgentEntry agent) => $"""
        # {agent.Code} {agent.Name}

        Agent of the guild {agent.Guild}. {agent.Summary}

        It asks models of the {TierNames.Of(agent.Tier)} tier, where there are any.

        ## What it can be asked for

        {string.Join('\n', agent.Capabilities.Select(capability => capability.Summary.Length == 0 ? $"- `{capability.Name}`" : $"- `{capability.Name}`: {capability.Summary}"))}
        """.ReplaceLineEndings("\n");
}
