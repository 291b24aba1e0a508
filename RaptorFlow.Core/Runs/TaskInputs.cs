using System.Text.Json;
using System.Text.Json.Nodes;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>Puts a claimed task's input together from the run's input and the outputs it waited for.</summary>
public sealed class TaskInputs(Database database, AgentRegistry registry)
{
    private const string EndedSql = """
        select jsonb_object_agg(t.step, jsonb_build_object('agent', t.agent_code, 'status', t.status, 'confidence', t.result #> '{confidence,value}',
            'explanation', t.result #> '{confidence,explanation}', 'open_questions', jsonb_array_length(coalesce(t.result -> 'open_questions', '[]'))))
        from task_edges e join tasks t on t.id = e.from_task where e.to_task = @Id and t.parent_id is distinct from @Id
        """;

    /// <summary>The input as the agent is to get it.</summary>
    public async Task<JsonObject> LoadAsync(TaskClaim claim, CancellationToken cancellationToken)
    {
        if (claim.Given is { } given)
            return JsonObject.Create(given)!;
        var bindings = claim.Inputs.Deserialize<Dictionary<string, string>>()!;
        var agents = bindings.ContainsValue(Bindings.Agents) ? await registry.ListAsync(cancellationToken) : null;
        JsonElement? definition = bindings.ContainsValue(Bindings.Workflow) ? await DefinitionAsync(claim, cancellationToken) : null;
        var results = bindings.ContainsValue(Bindings.Results) ? await ResultsAsync(claim, cancellationToken) : null;
        var outputs = claim.Outputs.Where(o => o is { Child: false, Output: not null }).ToDictionary(o => o.Step, o => o.Output!.Value);
        return Bindings.Resolve(bindings, claim.RunInput, outputs, binding => binding switch
        {
            Bindings.Agents => JsonSerializer.SerializeToNode(agents, CoreJson.Options),
            Bindings.Results => results is { } ended ? JsonSerializer.SerializeToNode(ended) : null,
            Bindings.Workflow => JsonSerializer.SerializeToNode(definition),
            _ => null,
        });
    }

    private async Task<JsonElement?> ResultsAsync(TaskClaim claim, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(claim.WorkspaceId, cancellationToken);
        return await scope.FirstAsync<JsonElement?>(EndedSql, new { claim.Id }, cancellationToken);
    }

    private async Task<JsonElement> DefinitionAsync(TaskClaim claim, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(claim.WorkspaceId, cancellationToken);
        return await scope.FirstAsync<JsonElement>("select definition from runs where id = @RunId", new { claim.RunId }, cancellationToken);
    }
}
