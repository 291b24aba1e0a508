using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Models;

internal sealed class ModelGateway(ModelPipeline pipeline, Catalogue catalogue, ILoggerFactory loggers) : IModelGateway
{
    private const int ToolRounds = 5;

    public bool HasModels(ModelTier tier) => catalogue.For(tier).Any();

    public IChatClient ClientFor(CostScope scope, ModelTier tier) => new ScopedChatClient(pipeline.Client, scope, tier);

    public async Task<ModelAnswer> AskAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var options = new ChatOptions
        {
            MaxOutputTokens = request.MaxOutputTokens,
            ResponseFormat = request.Schema is { } schema ? ChatResponseFormat.ForJsonSchema(schema, "answer") : null,
            Tools = request.Tools.Count > 0 ? [.. request.Tools] : null,
            AdditionalProperties = new() { [OfflineChatClient.DraftKey] = request.DraftJson },
        };
        var scoped = ClientFor(request.Scope, request.Tier);
        // Outside the pipeline, so that each round is held, settled and traced as a call of its own.
        using var client = request.Tools.Count > 0
            ? new FunctionInvokingChatClient(scoped, loggers) { MaximumIterationsPerRequest = ToolRounds, MaximumConsecutiveErrorsPerRequest = ToolRounds }
            : scoped;
        var response = await client.GetResponseAsync(request.Messages, options, cancellationToken);
        var offline = response.ModelId == OfflineChatClient.ModelId;
        return new(
            offline ? request.DraftJson : LastText(response),
            response.ModelId ?? OfflineChatClient.ModelId,
            response.Provider(),
            offline,
            response.Usage?.InputTokenCount ?? 0,
            response.Usage?.OutputTokenCount ?? 0,
            response.Usage?.AdditionalCounts?.GetValueOrDefault(CallContext.CostCount) ?? 0,
            response.Notes());
    }

    // With tools, the messages before the last are the model's calls and their results.
    private static string LastText(ChatResponse response) => response.Messages.LastOrDefault(message => message.Role == ChatRole.Assistant)?.Text ?? "";
}
