using RaptorFlow.Core.Cost;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources;

/// <summary>Sources, costed and budgeted to one task.</summary>
public interface ISourceGateway
{
    /// <param name="scope">On whose account.</param>
    /// <param name="fresh">Takes nothing that was answered before.</param>
    AskedSources SourcesFor(CostScope scope, bool fresh);
}

/// <summary>One task's sources, with a record of what it asked.</summary>
public sealed class AskedSources : ISources
{
    private readonly SourcePipeline _pipeline;
    private readonly CostScope _scope;
    private readonly bool _fresh;
    private readonly Lock _lock = new();
    private readonly List<AskedSource> _asked = [];

    internal AskedSources(SourcePipeline pipeline, CostScope scope, bool fresh) => (_pipeline, _scope, _fresh) = (pipeline, scope, fresh);

    /// <summary>In the order of the answers.</summary>
    public IReadOnlyList<AskedSource> Asked
    {
        get
        {
            lock (_lock)
                return [.. _asked];
        }
    }

    /// <inheritdoc/>
    public async Task<SourceAnswer<TItem>> AskAsync<TItem>(SourceQuestion<TItem> question, CancellationToken cancellationToken)
        where TItem : SourceItem
    {
        ArgumentNullException.ThrowIfNull(question);
        question.Validate();
        var answer = await _pipeline.AskAsync(question, _scope, _fresh, cancellationToken);
        lock (_lock)
            _asked.Add(new(question.Kind, question.Subject, answer.Seen, answer.Reports));
        return answer;
    }
}

/// <summary>What was asked, and what became of it.</summary>
public sealed record AskedSource(string Kind, string Subject, bool Seen, IReadOnlyList<SourceReport> Reports);
