using System.Text.Json;
using System.Text.Json.Nodes;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>Puts a claimed task's input together from the run's input and the outputs it waited for.</summary>
public sealed class TaskInputs(Database database, AgentRegistry registry)
{
    private const string Outputs = """
        select t.step, t.result -> 'output' as output from task_edges e join tasks t on t.id = e.from_task
        where e.to_task = @Id and t.status = 'succeeded' order by t.position
        """;

    public async Task<JsonObject> LoadAsync(TaskClaim claim, CancellationToken cancellationToken)
    {
        var bindings = claim.Inputs.Deserialize<Dictionary<string, string>>()!;
        RunInput run;
        Dictionary<string, JsonElement> outputs;
        await using (var scope = await database.BeginAsync(claim.WorkspaceId, cancellationToken))
        {
            run = (await scope.FirstAsync<RunInput>("select input, definition from runs where id = @RunId", new { claim.RunId }, cancellationToken))!;
            outputs = (await scope.QueryAsync<StepOutput>(Outputs, new { claim.Id }, cancellationToken)).ToDictionary(o => o.Step, o => o.Output);
        }
        var agents = bindings.ContainsValue(Bindings.Agents) ? await registry.ListAsync(cancellationToken) : null;
        return Bindings.Resolve(bindings, run.Input, outputs, binding => binding switch
        {
            Bindings.Agents => JsonSerializer.SerializeToNode(agents, CoreJson.Options),
            Bindings.Workflow => JsonSerializer.SerializeToNode(run.Definition),
            _ => null,
        });
    }

    private sealed record StepOutput
    {
        public string Step { get; init; } = "";
        public JsonElement Output { get; init; }
    }
}
