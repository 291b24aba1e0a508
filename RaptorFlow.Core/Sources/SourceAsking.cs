using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Models;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources;

/// <summary>One vendor asked one thing: from the workspace's cache, else held, asked, settled.</summary>
internal sealed partial class SourceAsking(WorkspaceCache cache, IOptions<CacheOptions> caching, IBudgetLedger ledger, Settlements settlements, TimeProvider time, ILogger<SourceAsking> logger)
{
    public const string Telemetry = "RaptorFlow.Sources";

    private static readonly ActivitySource Activities = new(Telemetry);

    /// <returns>The answer, and whether it had been given before.</returns>
    /// <exception cref="SourceException">There is none.</exception>
    public async Task<(KeptReply<TItem> Reply, bool Cached)> AskAsync<TItem>(ISource<TItem> source, SourceQuestion<TItem> question, Asker asker, CancellationToken cancellationToken)
        where TItem : SourceItem
    {
        using var activity = Activities.StartActivity($"source {source.Vendor}", ActivityKind.Client);
        activity?.SetTag("raptorflow.source", source.Vendor).SetTag("raptorflow.source.kind", question.Kind).SetTag("raptorflow.agent", asker.Scope.AgentCode);
        var started = time.GetTimestamp();
        try
        {
            var (reply, cached) = await LookAsync(source, question, asker, cancellationToken);
            if (cached)
                await settlements.NoteAsync(asker.Scope, Entry(source, reply, ServedFrom.Cache));
            SourceMetrics.Asked(source.Vendor, question.Kind, reply.Items.Count > 0 ? SourceStatus.Answered : SourceStatus.Empty, cached, time.GetElapsedTime(started));
            return (reply, cached);
        }
        catch (SourceException e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            SourceMetrics.Asked(source.Vendor, question.Kind, e.Status, cached: false, time.GetElapsedTime(started));
            LogFailed(source.Vendor, question.Kind, e.Status, e.Message);
            throw;
        }
    }

    private async Task<(KeptReply<TItem> Reply, bool Cached)> LookAsync<TItem>(ISource<TItem> source, SourceQuestion<TItem> question, Asker asker, CancellationToken cancellationToken)
        where TItem : SourceItem
    {
        var (kind, lifetime) = SourceLifetimes.Of(question, caching.Value);
        if (lifetime <= TimeSpan.Zero)
            return (await PayAsync(source, question, asker, cancellationToken), false);
        var asked = new CacheQuestion(asker.Scope.WorkspaceId, kind, $"{source.Vendor} {question.GetType().Name} {CoreJson.Serialize<object>(question)}", [CacheTags.Source(source.Vendor)]);
        var (mine, own) = (false, (KeptReply<TItem>?)null);
        try
        {
            var text = await cache.GetAsync(asked, lifetime, asker.Fresh, MakeAsync, cancellationToken);
            return own is null ? (CoreJson.Deserialize<KeptReply<TItem>>(text), true) : (own, false);
        }
        catch (NotKeptException<TItem> e)
        {
            // Those who asked the same at once share it, though nobody after them does.
            return (e.Reply, !mine);
        }
        catch (Exception e) when (!mine && (e is SourceException { Status: SourceStatus.OverBudget } || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)))
        {
            // Whoever asked the same first could not pay, or went away.
            return (await PayAsync(source, question, asker, cancellationToken), false);
        }

        async Task<string> MakeAsync(CancellationToken token)
        {
            mine = true;
            own = await PayAsync(source, question, asker, token);
            return own.Incomplete ? throw new NotKeptException<TItem>(own) : CoreJson.Serialize(own);
        }
    }

    private async Task<KeptReply<TItem>> PayAsync<TItem>(ISource<TItem> source, SourceQuestion<TItem> question, Asker asker, CancellationToken cancellationToken)
        where TItem : SourceItem
    {
        var most = source.MostMicros(question, asker.Call.Tariff);
        var held = most == 0 ? null : await ledger.HoldAsync(asker.Scope, most, cancellationToken);
        if (held is { Refusal: { } refusal })
            throw new SourceException(SourceStatus.OverBudget, $"{refusal}.");
        var spent = 0L;
        KeptReply<TItem>? reply = null;
        try
        {
            var answer = await source.AskAsync(question, asker.Call, cancellationToken);
            spent = answer.CostMicros;
            reply = new(answer.Items, answer.Operation, answer.CostMicros, time.GetUtcNow(), answer.Partial) { Estimated = answer.Estimated, Incomplete = answer.Incomplete };
            return reply;
        }
        catch (SourceException e)
        {
            spent = e.CostMicros;
            throw;
        }
        catch (OperationCanceledException)
        {
            // It may be answering all the same, and charge for that.
            spent = most;
            throw;
        }
        finally
        {
            reply ??= new([], question.Kind, spent, time.GetUtcNow(), null) { Estimated = true };
            await BookAsync(held?.Hold, asker.Scope, Entry(source, reply, ServedFrom.Provider));
        }
    }

    private async Task BookAsync(Hold? hold, CostScope scope, CostEntry entry)
    {
        if (entry.CostMicros > 0 && hold is null)
            hold = (await ledger.HoldAsync(scope, 0, CancellationToken.None)).Hold;
        if (hold is null)
            await settlements.NoteAsync(scope, entry);
        else if (entry.CostMicros > 0)
            await settlements.SettleAsync(hold, entry, null);
        else
            await ledger.ReleaseAsync(hold, CancellationToken.None);
    }

    private static CostEntry Entry<TItem>(ISource<TItem> source, KeptReply<TItem> reply, ServedFrom from)
        where TItem : SourceItem => new()
        {
            Kind = CostKind.Source,
            Model = reply.Operation,
            Provider = source.Vendor,
            ServedFrom = from,
            InputTokens = 0,
            OutputTokens = 0,
            CostMicros = from == ServedFrom.Provider ? reply.CostMicros : 0,
            SavedMicros = from == ServedFrom.Provider ? 0 : reply.CostMicros,
            Estimated = from == ServedFrom.Provider && reply.Estimated,
            Reason = reply.Partial,
        };

    [LoggerMessage(LogLevel.Warning, "{Vendor} could not be asked for {Kind} ({Status}): {Reason}")]
    private partial void LogFailed(string vendor, string kind, SourceStatus status, string reason);
}

/// <summary>Who asks.</summary>
internal sealed record Asker(SourceCall Call, CostScope Scope, bool Fresh);

/// <summary>An answer as it is kept.</summary>
internal sealed record KeptReply<TItem>(IReadOnlyList<TItem> Items, string Operation, long CostMicros, DateTimeOffset At, string? Partial)
{
    public bool Estimated { get; init; }

    public bool Incomplete { get; init; }
}

/// <summary>There is an answer, and it is not to be given again.</summary>
internal sealed class NotKeptException<TItem>(KeptReply<TItem> reply) : Exception
{
    public KeptReply<TItem> Reply => reply;
}
