using Npgsql;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Memory;

/// <summary>Reads a workspace's vectors from Postgres.</summary>
internal static class StoredVectors
{
    /// <summary>Read before the vectors: they can then be newer than their version says, never older.</summary>
    public static async Task<long> VersionAsync(Scope scope, Guid workspaceId, CancellationToken cancellationToken) =>
        await scope.FirstAsync<long?>("select version from memory_versions where workspace_id = @workspaceId", new { workspaceId }, cancellationToken) ?? 0;

    public static async Task<WorkspaceVectors> ReadAsync(Scope scope, Guid workspaceId, long version, string model, int dimensions, CancellationToken cancellationToken)
    {
        var (ids, documentOf, vectors) = (new List<long>(), new List<int>(), new List<float>());
        var (documents, places) = (new List<DocumentFacts>(), new Dictionary<Guid, int>());
        await using var command = new NpgsqlCommand("""
            select c.id, c.embedding, d.id, d.collection, d.type, d.published_on, d.campaign_id
            from memory_chunks c join memory_documents d on d.id = c.document_id
            where c.workspace_id = $1 and c.embedding_model = $2 and cardinality(c.embedding) = $3
            """, scope.Connection);
        command.Parameters.Add(new() { Value = workspaceId });
        command.Parameters.Add(new() { Value = model });
        command.Parameters.Add(new() { Value = dimensions });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetInt64(0));
            vectors.AddRange(await reader.GetFieldValueAsync<float[]>(1, cancellationToken));
            if (!places.TryGetValue(reader.GetGuid(2), out var place))
            {
                place = places[reader.GetGuid(2)] = documents.Count;
                documents.Add(new(string.Intern(reader.GetString(3)), Nullable<string>(4), Value<DateOnly>(5), Value<Guid>(6)));
            }
            documentOf.Add(place);
        }
        return new(version, [.. ids], [.. documentOf], [.. documents], [.. vectors], dimensions);

        T? Nullable<T>(int column) where T : class => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

        T? Value<T>(int column) where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);
    }
}
