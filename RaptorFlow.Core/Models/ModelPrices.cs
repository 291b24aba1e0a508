namespace RaptorFlow.Core.Models;

/// <summary>In micro-dollars per token, which is USD per million tokens.</summary>
internal sealed record ModelPrices(decimal Input, decimal CachedInput, decimal CacheWrite, decimal Output, decimal Reasoning)
{
    public static ModelPrices From(ModelEntry entry)
    {
        var (input, output) = (entry.InputPerMillion!.Value, entry.OutputPerMillion!.Value);
        return new(input, entry.CachedInputPerMillion ?? input, entry.CacheWritePerMillion ?? input, output, entry.ReasoningPerMillion ?? output);
    }

    /// <summary>Those of a long prompt; what it does not name rises as its whole does.</summary>
    public ModelPrices Long(LongContextEntry entry)
    {
        var (input, output) = (entry.InputPerMillion!.Value, entry.OutputPerMillion!.Value);
        return new(input, entry.CachedInputPerMillion ?? input, Raised(CacheWrite, Input, input), output, Raised(Reasoning, Output, output));
    }

    public decimal Of(TokenCounts tokens) =>
        ((tokens.Input - tokens.Cached - tokens.Written) * Input) + (tokens.Cached * CachedInput) + (tokens.Written * CacheWrite)
        + ((tokens.Output - tokens.Reasoning) * Output) + (tokens.Reasoning * Reasoning);

    /// <summary>Of four tokens of input to one of output, by which models are compared.</summary>
    public decimal Typical => (4 * Input) + Output;

    /// <summary>Of so many tokens whatever they turn out to be.</summary>
    public decimal Most(long input, long output) =>
        (input * Math.Max(Input, Math.Max(CachedInput, CacheWrite))) + (output * Math.Max(Output, Reasoning));

    private static decimal Raised(decimal part, decimal whole, decimal longWhole) => whole > 0 ? part * longWhole / whole : Math.Max(part, longWhole);
}
