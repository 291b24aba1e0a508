using System.Reflection;
using McMaster.NETCore.Plugins;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RaptorFlow.Agents;
using RaptorFlow.Guilds;
using RaptorFlow.Serialization;
using RaptorFlow.Workflows;

namespace RaptorFlow.Core.Agents;

/// <summary>
/// Finds guilds, one per folder, and loads each into a load context of its own with the contract's assemblies pinned to the host's.
/// Whatever is wrong with one is told of that one; it takes neither the host nor another guild down.
/// </summary>
public sealed partial class GuildLoader(ILogger<GuildLoader> logger)
{
    private static readonly Type[] Shared = [typeof(IGuild), typeof(IChatClient), typeof(IServiceCollection), typeof(ILogger)];

    /// <summary>How long a guild may take to load before it counts as hung.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Loads every guild found below a folder.</summary>
    /// <param name="pluginsFolder">A folder with one subfolder per guild.</param>
    /// <param name="only">Names of guilds to serve; empty serves all.</param>
    public async Task<IReadOnlyList<LoadedGuild>> LoadAsync(string pluginsFolder, IReadOnlyCollection<string> only)
    {
        if (!Directory.Exists(pluginsFolder))
        {
            FolderMissing(logger, pluginsFolder);
            return [];
        }
        var folders = Directory.GetDirectories(pluginsFolder).Order(StringComparer.Ordinal);
        var guilds = await Task.WhenAll(folders.Select(LoadWithPatienceAsync));
        var wanted = guilds.Where(g => only.Count == 0 || only.Contains(g.Name, StringComparer.OrdinalIgnoreCase)).ToList();
        var served = GuildConflicts.Resolve(wanted);
        foreach (var guild in served)
            Report(guild);
        return served;
    }

    private async Task<LoadedGuild> LoadWithPatienceAsync(string folder)
    {
        var loading = Task.Factory.StartNew(() => Load(folder), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await loading.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            return LoadedGuild.Faulted(folder, [$"loading did not end within {Patience.TotalSeconds:0} s."]);
        }
        catch (Exception e)
        {
            // Foreign code and files: any failure to load is the guild's fault, told in the registry and the log.
            return LoadedGuild.Faulted(folder, [Explain(e)]);
        }
    }

    private static LoadedGuild Load(string folder)
    {
        if (FindAssembly(folder) is not { } file)
            return LoadedGuild.Faulted(folder, [$"no guild assembly: expected one *.dll with its *.deps.json in {Path.GetFileName(folder)}/."]);
        if (ContractVersion.Refusal(file) is { } refusal)
            return LoadedGuild.Faulted(folder, [refusal]);
        var loader = PluginLoader.CreateFromAssemblyFile(file, isUnloadable: true, Shared);
        var assembly = loader.LoadDefaultAssembly();
        var types = assembly.GetExportedTypes().Where(t => t.IsAssignableTo(typeof(IGuild)) && t is { IsAbstract: false }).ToList();
        if (types is not [var type])
            return LoadedGuild.Faulted(folder, [$"{assembly.GetName().Name} has {types.Count} public classes that implement IGuild; expected one."]);
        return Read((IGuild)Activator.CreateInstance(type)!, assembly, folder, loader);
    }

    private static LoadedGuild Read(IGuild guild, Assembly assembly, string folder, PluginLoader loader)
    {
        var builder = new GuildBuilder();
        guild.Configure(builder);
        var behaviours = builder.Build();
        var errors = new List<string>(builder.Errors);
        var cards = Resources(assembly, "Agents/", ".agent.md").Select(r => CardReader.Read(r.Name, r.Text, errors)).OfType<AgentCard>().ToList();
        var workflows = Resources(assembly, "Workflows/", ".workflow.yaml").Select(r => WorkflowReader.Read(r.Name, r.Text, errors)).OfType<WorkflowDefinition>().ToList();
        var examples = ExampleReader.Read(Resources(assembly, "Workflows/", ExampleReader.Suffix), workflows, errors);
        CheckCards(cards, behaviours, builder.Tools, errors);
        if (errors.Count > 0)
            return LoadedGuild.Faulted(folder, errors, guild.Name);
        var json = RaptorJson.CreateOptions();
        json.MakeReadOnly(populateMissingResolver: true);
        return new()
        {
            Name = guild.Name,
            DisplayName = guild.DisplayName,
            Folder = folder,
            Version = assembly.GetName().Version?.ToString(3) ?? "0.0.0",
            State = GuildState.Ready,
            Agents = [.. cards.Select(c => new LoadedAgent(c, c.Capabilities.ToDictionary(p => p.Name, p => behaviours[p.Behaviour]), [.. c.Tools.Select(t => builder.Tools[t])]))],
            Workflows = workflows,
            Examples = examples,
            Keeper = loader,
            Json = json,
        };
    }

    private static void CheckCards(IReadOnlyList<AgentCard> cards, IReadOnlyDictionary<string, IAgentBehaviour> behaviours, IReadOnlyDictionary<string, AIFunction> tools, List<string> errors)
    {
        foreach (var twice in cards.GroupBy(c => c.Code).Where(g => g.Count() > 1))
            errors.Add($"code '{twice.Key}' is used by {twice.Count()} cards.");
        foreach (var card in cards)
        {
            foreach (var capability in card.Capabilities.Where(c => !behaviours.ContainsKey(c.Behaviour)))
                errors.Add($"{card.Code}: behaviour '{capability.Behaviour}' is not registered.");
            foreach (var tool in card.Tools.Where(t => !tools.ContainsKey(t)))
                errors.Add($"{card.Code}: tool '{tool}' is not registered.");
            foreach (var collection in card.Memory.Where(m => !RaptorFlow.Memory.MemoryCollections.All.Contains(m)))
                errors.Add($"{card.Code}: memory collection '{collection}' is unknown.");
        }
    }

    // The guild's own assembly is the one that has a deps.json beside it.
    private static string? FindAssembly(string folder)
    {
        var candidates = Directory.GetFiles(folder, "*.deps.json").Select(d => d[..^".deps.json".Length] + ".dll").Where(File.Exists).ToList();
        return candidates.Count == 1 ? candidates[0] : Directory.GetFiles(folder, "*.dll") is [var only] ? only : null;
    }

    private static IEnumerable<(string Name, string Text)> Resources(Assembly assembly, string prefix, string suffix)
    {
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (!name.StartsWith(prefix, StringComparison.Ordinal) || !name.EndsWith(suffix, StringComparison.Ordinal))
                continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name, reader.ReadToEnd());
        }
    }

    private static string Explain(Exception e) => e switch
    {
        ReflectionTypeLoadException types => $"types cannot be loaded: {string.Join("; ", types.LoaderExceptions.Select(x => x?.Message).Distinct())}",
        TargetInvocationException { InnerException: { } inner } => $"its constructor failed: {inner.Message}",
        BadImageFormatException => $"its assembly is broken: {e.Message}",
        _ => $"{e.GetType().Name}: {e.Message}",
    };

    private void Report(LoadedGuild guild)
    {
        if (guild.State == GuildState.Faulted)
            GuildFaulted(logger, guild.Name, string.Join(" | ", guild.Faults));
        else
            GuildReady(logger, guild.Name, guild.Version, guild.Agents.Count, guild.Workflows.Count);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The plugins folder {Folder} does not exist; no guild is served.")]
    private static partial void FolderMissing(ILogger logger, string folder);

    [LoggerMessage(Level = LogLevel.Error, Message = "Guild {Guild} is faulted: {Faults}")]
    private static partial void GuildFaulted(ILogger logger, string guild, string faults);

    [LoggerMessage(Level = LogLevel.Information, Message = "Guild {Guild} {Version} is ready with {Agents} agents and {Workflows} workflows.")]
    private static partial void GuildReady(ILogger logger, string guild, string version, int agents, int workflows);
}
