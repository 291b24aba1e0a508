namespace RaptorFlow.Core.Sources;

/// <summary>An answer that several requests make up. The first has to succeed; what a later one does not say is left out and told of, for the rest is there and paid.</summary>
internal sealed class SourceParts
{
    private readonly List<string> _remarks = [];
    private bool _begun;

    public long CostMicros { get; private set; }

    /// <summary>The cost of a part is reckoned from the tariff.</summary>
    public bool Estimated { get; private set; }

    /// <summary>What is missing and why; null when nothing is.</summary>
    public string? Partial => _remarks.Count == 0 ? null : string.Join(' ', _remarks);

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
            CostMicros += answer.CostMicros;
            Estimated |= answer.Estimated;
            return answer.Value;
        }
        catch (SourceException e) when (_begun)
        {
            CostMicros += e.CostMicros;
            Remark($"Without {part}: {e.Message.TrimEnd('.')}.");
            return null;
        }
    }
}

/// <summary>What one request brought, and cost.</summary>
internal sealed record SourcePart<T>(T Value, long CostMicros, bool Estimated = false);
