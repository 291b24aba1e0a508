#if ASPIRE
using Grpc.Core;
using Qdrant.Client;
using Qdrant.Client.Grpc;
using RaptorFlow.Memory;
using Range = Qdrant.Client.Grpc.Range;

namespace RaptorFlow.Core.Memory.Qdrant;

/// <summary>
/// Vectors in Qdrant: a collection for each of memory's and each model, <c>codex_knowledge--offline-hash-1-512</c>, with the workspaces as tenants.
/// Vectors of a new model fill collections of their own, while those of the old are emptied document by document.
/// </summary>
internal sealed class QdrantIndex(QdrantClient client) : IVectorIndex
{
    private const string Workspace = "workspace";
    private const string Document = "document";
    private const string Type = "type";
    private const string Date = "date";
    private const string Campaign = "campaign";
    private const int Batch = 256;

    public async Task UpsertAsync(Guid workspaceId, VectorSpace space, IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken)
    {
        await EnsureAsync(space, cancellationToken);
        foreach (var ofCollection in points.GroupBy(point => point.Facts.Collection, StringComparer.Ordinal))
        {
            foreach (var batch in ofCollection.Chunk(Batch))
                await client.UpsertAsync(Name(ofCollection.Key, space), [.. batch.Select(point => Point(workspaceId, point))], cancellationToken: cancellationToken);
        }
    }

    public async Task DeleteAsync(Guid workspaceId, IReadOnlyCollection<Guid> documents, CancellationToken cancellationToken)
    {
        var filter = Of(workspaceId);
        filter.Must.Add(Conditions.Match(Document, [.. documents.Select(id => id.ToString())]));
        foreach (var name in await NamesAsync(cancellationToken))
            await client.DeleteAsync(name, filter, cancellationToken: cancellationToken);
    }

    public async Task ClearAsync(Guid workspaceId, CancellationToken cancellationToken)
    {
        foreach (var name in await NamesAsync(cancellationToken))
            await client.DeleteAsync(name, Of(workspaceId), cancellationToken: cancellationToken);
    }

    public async Task<IReadOnlyList<NearPoint>> SearchAsync(Guid workspaceId, VectorSpace space, float[] query, MemoryFilter among, int count, CancellationToken cancellationToken)
    {
        if (count == 0)
            return [];
        var collections = among.Collections.Count == 0 ? MemoryCollections.All : among.Collections;
        // A collection that is missing is an error: all are made before the first point is, so it was lost.
        var found = await Task.WhenAll(collections.Distinct(StringComparer.Ordinal).Select(collection => client.QueryAsync(
            Name(collection, space), query, filter: Of(workspaceId, among), scoreThreshold: WorkspaceIndex.LeastLikeness, limit: (ulong)count, cancellationToken: cancellationToken)));
        return [.. found.SelectMany(points => points).OrderByDescending(point => point.Score).Take(count)
            .Select(point => new NearPoint((long)point.Id.Num, Guid.Parse(point.Payload[Document].StringValue), point.Score))];
    }

    public async Task<long> CountAsync(Guid workspaceId, VectorSpace space, string collection, CancellationToken cancellationToken)
    {
        try
        {
            return (long)await client.CountAsync(Name(collection, space), Of(workspaceId), cancellationToken: cancellationToken);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return 0;
        }
    }

    public async Task RecreateAsync(CancellationToken cancellationToken)
    {
        foreach (var name in await NamesAsync(cancellationToken))
            await client.DeleteCollectionAsync(name, cancellationToken: cancellationToken);
    }

    // Only the indexer adds points, and there is one of it at a time.
    private async Task EnsureAsync(VectorSpace space, CancellationToken cancellationToken)
    {
        var there = await NamesAsync(cancellationToken);
        foreach (var name in MemoryCollections.All.Select(collection => Name(collection, space)).Where(name => !there.Contains(name)))
            await CreateAsync(name, space.Dimensions, cancellationToken);
    }

    // No graph over all tenants, but one for each: every query is of one workspace.
    private async Task CreateAsync(string name, int dimensions, CancellationToken cancellationToken)
    {
        await client.CreateCollectionAsync(
            name, new VectorParams { Size = (ulong)dimensions, Distance = Distance.Cosine }, hnswConfig: new HnswConfigDiff { M = 0, PayloadM = 16 }, cancellationToken: cancellationToken);
        var tenant = new PayloadIndexParams { KeywordIndexParams = new KeywordIndexParams { IsTenant = true } };
        await client.CreatePayloadIndexAsync(name, Workspace, PayloadSchemaType.Keyword, tenant, cancellationToken: cancellationToken);
        foreach (var field in new[] { Document, Type, Campaign })
            await client.CreatePayloadIndexAsync(name, field, PayloadSchemaType.Keyword, cancellationToken: cancellationToken);
        await client.CreatePayloadIndexAsync(name, Date, PayloadSchemaType.Integer, cancellationToken: cancellationToken);
    }

    private async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken) =>
        [.. (await client.ListCollectionsAsync(cancellationToken)).Where(name => MemoryCollections.All.Any(ours => name.StartsWith($"{ours}--", StringComparison.Ordinal)))];

    // Qdrant takes letters, digits and a few signs; a model's name may have slashes and colons.
    private static string Name(string collection, VectorSpace space) =>
        $"{collection}--{string.Concat(space.Model.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_'))}-{space.Dimensions}";

    private static PointStruct Point(Guid workspaceId, VectorPoint point)
    {
        var made = new PointStruct { Id = (ulong)point.PassageId, Vectors = point.Vector };
        made.Payload[Workspace] = workspaceId.ToString();
        made.Payload[Document] = point.DocumentId.ToString();
        if (point.Facts.Type is { } type)
            made.Payload[Type] = type;
        if (point.Facts.Date is { } date)
            made.Payload[Date] = (long)date.DayNumber;
        if (point.Facts.CampaignId is { } campaign)
            made.Payload[Campaign] = campaign.ToString();
        return made;
    }

    private static Filter Of(Guid workspaceId) => new() { Must = { Conditions.MatchKeyword(Workspace, workspaceId.ToString()) } };

    private static Filter Of(Guid workspaceId, MemoryFilter among)
    {
        var filter = Of(workspaceId);
        if (among.Types.Count > 0)
            filter.Must.Add(Conditions.Match(Type, [.. among.Types]));
        if (among.CampaignId is { } campaign)
            filter.Must.Add(Conditions.MatchKeyword(Campaign, campaign.ToString()));
        var days = new Range();
        if (among.From is { } from)
            days.Gte = from.DayNumber;
        if (among.To is { } to)
            days.Lte = to.DayNumber;
        if (days.HasGte || days.HasLte)
            filter.Must.Add(Conditions.Range(Date, days));
        return filter;
    }
}
#endif
