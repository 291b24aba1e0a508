using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources;

/// <summary>An answer that several requests make up. The first has to succeed; what a later one does not say is left out and told of, for the rest is there and paid.</summary>
internal sealed class SourceParts
{
    private readonly List<string> _remarks = [];
    private bool _begun;
    private bool _estimated;
    private bool _incomplete;
    private long _costMicros;

    public void Remark(string remark) => _remarks.Add(remark);

    /// <param name="part">As it stands in "Without …": <c>competitors</c>.</param>
    /// <param name="ask">Asks for it.</param>
    /// <returns>Null when it was not answered.</returns>
    public async Task<T?> AskAsync<T>(string part, Func<Task<SourcePart<T>>> ask)
        where T : class
    {
        try
        {
            var answer = await ask();
            _begun = true;
            _costMicros += answer.CostMicros;
            _estimated |= answer.Estimated;
            return answer.Value;
        }
        catch (SourceException e) when (_begun)
        {
            _costMicros += e.CostMicros;
            _incomplete = true;
            Remark($"Without {part}: {e.Message.TrimEnd('.')}.");
            return null;
        }
    }

    public SourceReply<TItem> Reply<TItem>(IReadOnlyList<TItem> items, string operation)
        where TItem : SourceItem => new(items, operation, _costMicros)
        {
            Partial = _remarks.Count == 0 ? null : string.Join(' ', _remarks),
            Incomplete = _incomplete,
            Estimated = _estimated,
        };
}

/// <summary>What one request brought, and cost.</summary>
/// <param name="Value">What it brought.</param>
/// <param name="CostMicros">What it cost.</param>
/// <param name="Estimated">The cost is reckoned from the tariff.</param>
internal sealed record SourcePart<T>(T Value, long CostMicros, bool Estimated = false);
