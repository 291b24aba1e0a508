using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Models;

internal sealed class ModelGateway(ModelPipeline pipeline, Catalogue catalogue, ILoggerFactory loggers, WorkspaceCache? cache = null) : IModelGateway
{
    public bool HasModels(ModelTier tier) => catalogue.For(tier).Any();

    public Task ForgetAsync(ModelAnswer answer, CancellationToken cancellationToken) =>
        cache is not null && answer.CachedAs is { } question ? cache.ForgetAsync(question, cancellationToken) : Task.CompletedTask;

    public IChatClient ClientFor(CostScope scope, ModelTier tier, CallPolicy policy) => new ScopedChatClient(pipeline.Client, new(scope, tier) { Policy = policy });

    public async Task<ModelAnswer> AskAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var tools = request.Tools.Count > 0 ? new ToolCalls(request.Tools) : null;
        var options = new ChatOptions
        {
            MaxOutputTokens = request.MaxOutputTokens,
            ResponseFormat = request.Schema is { } schema ? ChatResponseFormat.ForJsonSchema(schema, "answer") : null,
            Tools = tools is null ? null : [.. tools.Functions],
            AdditionalProperties = new() { [OfflineChatClient.DraftKey] = request.DraftJson },
        };
        IChatClient scoped = new ScopedChatClient(pipeline.Client, new(request.Scope, request.Tier) { Policy = request.Policy, Listener = request.Listener, Fit = request.Fit });
        // Outside the pipeline, so that each round is held, settled and traced as a call of its own.
        using var client = tools?.Around(scoped, loggers) ?? scoped;
        var response = await client.GetResponseAsync(request.Messages, options, cancellationToken);
        var offline = response.IsDraft();
        return new(
            offline ? request.DraftJson : LastText(response),
            response.ModelId ?? OfflineChatClient.ModelId,
            response.Provider(),
            offline,
            response.Usage?.InputTokenCount ?? 0,
            response.Usage?.OutputTokenCount ?? 0,
            response.CostMicros(),
            response.Notes()) { CachedAs = response.CachedAs() };
    }

    // With tools, the messages before the last are the model's calls and their results.
    private static string LastText(ChatResponse response) => response.Messages.LastOrDefault(message => message.Role == ChatRole.Assistant)?.Text ?? "";
}
