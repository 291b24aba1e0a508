using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Memory;
using RaptorFlow.Core.Models;
using RaptorFlow.Core.Runs;
using RaptorFlow.Core.Sources;
using RaptorFlow.Marketing;
using RaptorFlow.Memory;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Agents.Pipeline;

/// <summary>
/// What happens around a behaviour: read and validate the input, recall memory, gather from sources, draft, ask a model to improve the draft,
/// keep its answer only if it stands, and put together what is needed to judge the result.
/// </summary>
public sealed class AgentPipeline(
    IModelGateway models, IBudgetLedger budgets, MemoryStore memory, ISourceGateway sources, RunFacts gathered, AgentRegistry registry, IOptions<CacheOptions> caching, WarmQuestions warm, TimeProvider time, ILoggerFactory loggers)
{
    private const int Recalled = 5;

    private readonly ModelImprovement _improvement = new(models);

    /// <exception cref="AgentInputException">The input does not fit; trying again will not help.</exception>
    public async Task<AgentResult> RunAsync(LoadedGuild guild, LoadedAgent agent, TaskClaim claim, JsonObject input, IEventSink events, IAnswerListener answers, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var capability = Capability(agent, claim.Capability);
        var behaviour = agent.Behaviours[capability.Name];
        await FillAsync(input, behaviour, claim, cancellationToken);
        var typed = ReadInput(input, behaviour, guild.Json!);
        var scope = new CostScope { WorkspaceId = claim.WorkspaceId, UserId = claim.CreatedBy, CampaignId = claim.CampaignId, RunId = claim.RunId, TaskId = claim.Id, AgentCode = claim.AgentCode };
        var restingOn = await warm.RestingOnAsync(claim.WorkspaceId, agent.Card, cancellationToken);
        var asked = sources.SourcesFor(scope, claim.Fresh);
        var setting = new Setting(guild, agent, capability, claim, scope, memory.ForAccount(scope), asked, events);
        var recalled = await RecallAsync(setting.Memory, agent.Card, typed, cancellationToken);
        var found = await Gathering.GatherAsync(behaviour, typed, Context(setting, recalled, []), cancellationToken);
        await gathered.KeepAsync(claim.WorkspaceId, claim.RunId, [.. found.Facts()], cancellationToken);
        var context = Context(setting, recalled, found);

        var draft = await behaviour.DraftAsync(typed, context, cancellationToken);
        var answer = draft.Needs.Count > 0
            ? ImprovedAnswer.SoFar(draft, behaviour, context.Json)
            : await _improvement.ImproveAsync(agent, behaviour, typed, draft, context, new(scope, Policy(claim, agent.Card), answers), cancellationToken);
        if (restingOn is not null && answer.Model != OfflineChatClient.ModelId)
            await warm.NoteAsync(claim, agent.Card, (capability.Name, input), restingOn, made: answer.OutputTokens > 0, cancellationToken);
        return new()
        {
            Status = answer.Notes.Count == 0 && draft.Needs.Count == 0 ? AgentStatus.Success : AgentStatus.Partial,
            Output = answer.Output,
            Confidence = Gathering.Lower(draft.Confidence, asked.Asked),
            Evidence = Grounding.EvidenceIn(answer.Output),
            OpenQuestions = [.. draft.OpenQuestions, .. Gathering.Questions(asked.Asked)],
            ConstraintsApplied = draft.ConstraintsApplied,
            Decisions = draft.Decisions,
            Needs = draft.Needs,
            Remembers = draft.Needs.Count > 0 ? [] : MemoryNotes.Checked(agent.Card, draft.Remembers),
            Notes = answer.Notes,
            Model = answer.Model,
            InputTokens = answer.InputTokens,
            OutputTokens = answer.OutputTokens,
            CostMicros = answer.CostMicros,
            DurationMs = Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 1),
        };
    }

    private CallPolicy Policy(TaskClaim claim, AgentCard card) =>
        new() { Fresh = claim.Fresh, Kind = card.Cache.Kind, Cache = caching.Value.LifetimeOf(card.Cache), Tags = CacheTags.Of(card) };

    private static AgentCapability Capability(LoadedAgent agent, string? name) => name is null
        ? agent.Card.Capabilities[0]
        : agent.Card.Capabilities.FirstOrDefault(c => c.Name == name)
            ?? throw new AgentInputException("capability", $"{agent.Card.Code} has no '{name}'; it has {string.Join(", ", agent.Card.Capabilities.Select(c => c.Name))}.");

    private async Task FillAsync(JsonObject input, IAgentBehaviour behaviour, TaskClaim claim, CancellationToken cancellationToken)
    {
        if (behaviour.InputType.IsAssignableTo(typeof(IGatheredInput)) && !input.ContainsKey("gathered"))
            input["gathered"] = JsonSerializer.SerializeToNode(await gathered.OfAsync(claim.WorkspaceId, claim.RunId, cancellationToken), CoreJson.Options);
        if (behaviour.InputType.IsAssignableTo(typeof(IRegistryInput)) && !input.ContainsKey("agents"))
            input["agents"] = JsonSerializer.SerializeToNode(await registry.ListAsync(cancellationToken), CoreJson.Options);
    }

    private static object ReadInput(JsonObject input, IAgentBehaviour behaviour, JsonSerializerOptions json)
    {
        try
        {
            return input.Deserialize(behaviour.InputType, json) ?? throw new AgentInputException("input", "must be an object.");
        }
        catch (JsonException e)
        {
            throw new AgentInputException(e.Path is { Length: > 2 } path ? path[2..] : "input", e.Message);
        }
    }

    private static async Task<IReadOnlyList<MemoryHit>> RecallAsync(IMemory recall, AgentCard card, object input, CancellationToken cancellationToken) => card.Memory.Count > 0 && input is ICompanyInput { Company: var company }
        ? await recall.SearchAsync(Query(company), card.Memory, Recalled, cancellationToken)
        : [];

    private AgentContext Context(Setting setting, IReadOnlyList<MemoryHit> recalled, IReadOnlyList<SourceItem> found) => new()
    {
        Card = setting.Agent.Card,
        Capability = setting.Capability,
        WorkspaceId = setting.Claim.WorkspaceId,
        UserId = setting.Claim.CreatedBy,
        RequestId = setting.Claim.RequestId,
        RunId = setting.Claim.RunId,
        TaskId = setting.Claim.Id,
        CampaignId = setting.Claim.CampaignId,
        Attempt = setting.Claim.Attempt,
        Children = setting.Claim.Outputs.Where(o => o.Child).Select(o => new ChildResult(o.Step[(setting.Claim.Step.Length + 1)..], o.AgentCode, o.Output, o.Error)).ToDictionary(c => c.Key),
        Partial = setting.Claim.Partial,
        Chat = models.ClientFor(setting.Scope, setting.Agent.Card.TierOf(setting.Capability), Policy(setting.Claim, setting.Agent.Card)),
        Memory = setting.Memory,
        Recalled = recalled,
        Sources = setting.Asked,
        Gathered = found,
        Events = setting.Events,
        Budget = new ScopedBudget(budgets, setting.Scope),
        Logger = loggers.CreateLogger($"RaptorFlow.Agents.{setting.Agent.Card.Code}"),
        Time = time,
        Json = setting.Guild.Json!,
    };

    private static string Query(CompanyBrief company) =>
        string.Join(' ', new[] { company.Name, company.Industry, company.Goal }.Where(t => !string.IsNullOrWhiteSpace(t))).Cut(2_000);

    private sealed record Setting(LoadedGuild Guild, LoadedAgent Agent, AgentCapability Capability, TaskClaim Claim, CostScope Scope, IMemory Memory, AskedSources Asked, IEventSink Events);

    private sealed class ScopedBudget(IBudgetLedger budgets, CostScope scope) : IBudget
    {
        public async ValueTask<long> RemainingMicrosAsync(CancellationToken cancellationToken) => (await budgets.LeftAsync(scope, cancellationToken)).Least();
    }
}
