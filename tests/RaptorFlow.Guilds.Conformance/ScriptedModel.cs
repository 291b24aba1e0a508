using Microsoft.Extensions.AI;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Guilds.Conformance;

/// <summary>A model that says what the test wants, given the draft; the last thing again when asked more often.</summary>
internal sealed class ScriptedModel(params IReadOnlyList<Func<string, string>> says) : IModelGateway
{
    public const long Cost = 1_000;

    public List<ModelRequest> Requests { get; } = [];

    /// <summary>What the model was told of its answer, if it was asked to mend it.</summary>
    public string LastProblems => Requests is [_, .., var last] ? last.Messages[^1].Text : "";

    public bool HasModels(ModelTier tier) => true;

    public Task<ModelAnswer> AskAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        var text = says[Math.Min(Requests.Count, says.Count) - 1](request.DraftJson);
        return Task.FromResult(new ModelAnswer(text, "scripted", "test", false, 100, 50, Cost, []));
    }

    public Task ForgetAsync(ModelAnswer answer, CancellationToken cancellationToken) => Task.CompletedTask;

    public IChatClient ClientFor(CostScope scope, ModelTier tier, CallPolicy policy) => throw new NotSupportedException("The pipeline asks through AskAsync.");
}
