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
/// What is loaded is a private copy of the folder. Whatever is wrong with one guild is told of that one; it takes neither the host nor
/// another guild down.
/// </summary>
public sealed partial class GuildLoader(ILogger<GuildLoader> logger) : IDisposable
{
    // Folders that somebody writes to are copied anew; one that never rests is looked at again later.
    private const int MostCopies = 3;

    private static readonly Type[] Shared = [typeof(IGuild), typeof(IChatClient), typeof(IServiceCollection), typeof(ILogger)];

    private readonly GuildCopies _copies = new();

    /// <summary>How long a guild may take to load, and its services to be disposed of, before it counts as hung.</summary>
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
        var guilds = await Task.WhenAll(FoldersIn(pluginsFolder).Select(LoadFolderAsync));
        var wanted = guilds.Where(g => only.Count == 0 || only.Contains(g.Name, StringComparer.OrdinalIgnoreCase)).ToList();
        var served = GuildConflicts.Resolve(wanted);
        foreach (var guild in served)
            Report(guild);
        foreach (var other in guilds.Except(served))
            await UnloadAsync(other);
        return served;
    }

    /// <summary>The folders of a plugins folder that may hold guilds. Those whose names begin with a dot do not: there, a deployment can put a guild together.</summary>
    public static IEnumerable<string> FoldersIn(string pluginsFolder) =>
        Directory.GetDirectories(pluginsFolder).Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal);

    /// <summary>Loads one guild, ready or faulted with the reasons. Loaded guilds are there side by side, also of the same folder.</summary>
    public async Task<LoadedGuild> LoadFolderAsync(string folder)
    {
        string? fingerprint = null;
        try
        {
            fingerprint = FolderFingerprint.Of(folder);
            for (var copies = 1; copies <= MostCopies; copies++)
            {
                var copy = _copies.Copy(folder);
                var before = fingerprint;
                fingerprint = FolderFingerprint.Of(folder);
                if (fingerprint == before)
                    return await LoadWithPatienceAsync(folder, copy, fingerprint);
                _copies.Remove(copy);
            }
            return LoadedGuild.Faulted(folder, ["its folder is being written to."]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return LoadedGuild.Faulted(folder, [$"its folder cannot be read: {e.Message}"]);
        }
    }

    /// <summary>Unloads a guild; what its services throw meanwhile is told in the log.</summary>
    public async Task UnloadAsync(LoadedGuild guild)
    {
        ArgumentNullException.ThrowIfNull(guild);
        try
        {
            await guild.DisposeAsync();
        }
        catch (Exception e)
        {
            // Foreign code: what it did not let go of stays in memory, and takes nothing else with it.
            NotDisposed(logger, guild.Name, guild.Version, e);
        }
    }

    public void Dispose() => _copies.Dispose();

    private async Task<LoadedGuild> LoadWithPatienceAsync(string folder, string copy, string fingerprint)
    {
        var loading = Task.Factory.StartNew(() => Load(folder, copy, fingerprint), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            var guild = await loading.WaitAsync(Patience);
            if (guild.State == GuildState.Faulted)
                await UnloadAsync(guild);
            return guild;
        }
        catch (TimeoutException)
        {
            // Should it end after all, what it loaded is of no use any more.
            _ = loading.ContinueWith(late => UnloadAsync(late.Result), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            return LoadedGuild.Faulted(folder, [$"loading did not end within {Patience.TotalSeconds:0} s."], fingerprint: fingerprint);
        }
    }

    private LoadedGuild Load(string folder, string copy, string fingerprint)
    {
        GuildContext? context = null;
        var faults = new List<string>();
        string? name = null;
        try
        {
            if (FindAssembly(copy) is not { } file)
                faults.Add($"no guild assembly: expected one *.dll with its *.deps.json in {Path.GetFileName(folder)}/.");
            else if (ContractVersion.Refusal(file) is { } refusal)
                faults.Add(refusal);
            else
            {
                var loader = PluginLoader.CreateFromAssemblyFile(file, isUnloadable: true, Shared);
                context = new(loader, _copies, copy, Patience);
                if (Read(loader.LoadDefaultAssembly(), folder, fingerprint, context, faults, ref name) is { } guild)
                    return guild;
            }
        }
        catch (Exception e)
        {
            // Foreign code and files: any failure to load is the guild's fault, told in the registry and the log.
            faults.Add(Explain(e));
        }
        if (context is null)
            _copies.Remove(copy);
        return LoadedGuild.Faulted(folder, faults, name, fingerprint, context: context);
    }

    private static LoadedGuild? Read(Assembly assembly, string folder, string fingerprint, GuildContext context, List<string> errors, ref string? name)
    {
        var types = assembly.GetExportedTypes().Where(t => t.IsAssignableTo(typeof(IGuild)) && t is { IsAbstract: false }).ToList();
        if (types is not [var type])
        {
            errors.Add($"{assembly.GetName().Name} has {types.Count} public classes that implement IGuild; expected one.");
            return null;
        }
        var guild = (IGuild)Activator.CreateInstance(type)!;
        var builder = new GuildBuilder();
        guild.Configure(builder);
        name = guild.Name;
        context.Services = builder.BuildServices();
        var behaviours = builder.Build(context.Services);
        errors.AddRange(builder.Errors);
        var cards = Resources(assembly, "Agents/", ".agent.md").Select(r => CardReader.Read(r.Name, r.Text, errors)).OfType<AgentCard>().ToList();
        var workflows = Resources(assembly, "Workflows/", ".workflow.yaml").Select(r => WorkflowReader.Read(r.Name, r.Text, errors)).OfType<WorkflowDefinition>().ToList();
        var examples = ExampleReader.Read(Resources(assembly, "Workflows/", ExampleReader.Suffix), workflows, errors);
        CheckCards(cards, behaviours, builder.Tools, errors);
        if (errors.Count > 0)
            return null;
        var json = RaptorJson.CreateOptions();
        json.MakeReadOnly(populateMissingResolver: true);
        var loaded = new LoadedGuild
        {
            Name = guild.Name,
            DisplayName = guild.DisplayName,
            Folder = folder,
            Version = assembly.GetName().Version?.ToString(3) ?? "0.0.0",
            State = GuildState.Ready,
            Agents = [.. cards.Select(c => new LoadedAgent(c, c.Capabilities.ToDictionary(p => p.Name, p => behaviours[p.Behaviour]), [.. c.Tools.Select(t => builder.Tools[t])]))],
            Workflows = workflows,
            Examples = examples,
            Fingerprint = fingerprint,
            Context = context,
            Json = json,
        };
        // Its schemas are made here, where they fault the guild and not the host if they cannot be.
        _ = loaded.Report;
        return loaded;
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
            foreach (var collection in card.Memory.Concat(card.Remembers).Distinct().Where(m => !RaptorFlow.Memory.MemoryCollections.All.Contains(m)))
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Guild {Guild} {Version} could not be disposed of in full.")]
    private static partial void NotDisposed(ILogger logger, string guild, string version, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Guild {Guild} is faulted: {Faults}")]
    private static partial void GuildFaulted(ILogger logger, string guild, string faults);

    [LoggerMessage(Level = LogLevel.Information, Message = "Guild {Guild} {Version} is ready with {Agents} agents and {Workflows} workflows.")]
    private static partial void GuildReady(ILogger logger, string guild, string version, int agents, int workflows);
}
