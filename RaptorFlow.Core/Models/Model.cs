using Microsoft.Extensions.AI;
using RaptorFlow.Agents;

namespace RaptorFlow.Core.Models;

/// <summary>A model of the catalogue. A price in USD per million tokens is one in micro-dollars per token.</summary>
internal sealed record Model(
    string Id, string Provider, ModelTier Tier, decimal Input, decimal CachedInput, decimal Output, int MaxOutputTokens, int ContextTokens, bool StructuredOutput)
{
    public const int DefaultOutputTokens = 4096;

    public static Model From(ModelEntry entry) => new(
        entry.Id!, entry.Provider!, entry.Tier!.Value, entry.InputPerMillion!.Value, entry.CachedInputPerMillion ?? entry.InputPerMillion.Value,
        entry.OutputPerMillion!.Value, entry.MaxOutputTokens!.Value, entry.ContextTokens!.Value, entry.StructuredOutput);

    public int OutputTokens(int? asked) => Math.Clamp(asked ?? DefaultOutputTokens, 1, MaxOutputTokens);

    /// <summary>No call with so much input and this bound on its output can cost more.</summary>
    public long Bound(long inputTokens, int? askedOutputTokens) =>
        Round((inputTokens * Math.Max(Input, CachedInput)) + (OutputTokens(askedOutputTokens) * Output));

    public long Cost(UsageDetails usage)
    {
        var input = usage.InputTokenCount ?? 0;
        var cached = Math.Clamp(usage.CachedInputTokenCount ?? 0, 0, input);
        return Round(((input - cached) * Input) + (cached * CachedInput) + ((usage.OutputTokenCount ?? 0) * Output));
    }

    private static long Round(decimal micros) => (long)Math.Ceiling(micros);
}
