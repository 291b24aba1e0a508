using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Runs;
using RaptorFlow.Workflows;

namespace RaptorFlow.Api.Costs;

/// <summary>What is to be quoted: a workflow or an agent.</summary>
/// <param name="Workflow">The workflow's name.</param>
/// <param name="Agent">The agent's code.</param>
/// <param name="Capability">What is asked of the agent; its first when absent.</param>
/// <param name="Input">What the run would be begun with; steps that it leaves out are not quoted.</param>
internal sealed record QuoteRequest(string? Workflow, string? Agent, string? Capability, JsonElement? Input);

internal static class CreateQuote
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    public static async Task<Results<Created<RunQuote>, Problem>> HandleAsync(
        QuoteRequest request, WorkspaceContext workspace, RunQuotes quotes, AgentRegistry registry, CancellationToken cancellationToken)
    {
        var fields = new FieldErrors();
        var definition = await DefinitionAsync(request, registry, fields, cancellationToken);
        if (request.Input is { ValueKind: not JsonValueKind.Object })
            fields.Add("input", "Is an object, as the run would be begun with.");
        if (fields.Problem is { } problem)
            return problem;
        var quote = await quotes.QuoteAsync(workspace, definition!, request.Input ?? Nothing, cancellationToken);
        return TypedResults.Created($"/api/costs/quotes/{quote.Id}", quote);
    }

    private static async Task<WorkflowDefinition?> DefinitionAsync(QuoteRequest request, AgentRegistry registry, FieldErrors fields, CancellationToken cancellationToken)
    {
        if (request.Workflow is null == request.Agent is null)
        {
            fields.Add("workflow", "Is needed, or agent, and not both.");
            return null;
        }
        if (request.Workflow is { } name)
        {
            var definition = await registry.WorkflowAsync(name, cancellationToken);
            if (definition is null)
                fields.Add("workflow", "No guild has brought such a workflow.");
            return definition;
        }
        if ((await registry.AgentsAsync(cancellationToken)).FirstOrDefault(a => a.Code == request.Agent) is not { } agent)
        {
            fields.Add("agent", "No guild has brought such an agent.");
            return null;
        }
        if (request.Capability is { } asked && agent.Capabilities.All(c => c.Name != asked))
            fields.Add("capability", $"{agent.Code} has {string.Join(", ", agent.Capabilities.Select(c => c.Name))}.");
        return RunStart.Alone(agent, request.Capability);
    }
}

internal static class GetQuote
{
    public static async Task<Results<Ok<RunQuote>, Problem>> HandleAsync(Guid quoteId, WorkspaceContext workspace, RunQuotes quotes, CancellationToken cancellationToken) =>
        await quotes.FindAsync(workspace.WorkspaceId, quoteId, cancellationToken) is { } quote ? TypedResults.Ok(quote) : Problem.NotFound("quote");
}
