using Npgsql;
using NpgsqlTypes;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Memory;

/// <summary>Reads from Postgres what searches need of a workspace's passages: all of it, or what changed since.</summary>
/// <param name="Model">Whose vectors; other passages are found by their words.</param>
/// <param name="Dimensions">How long they are; 0 reads none.</param>
internal readonly record struct StoredPassages(string Model, int Dimensions)
{
    private const string Documents = """
        select d.id, d.collection, d.type, d.published_on, d.campaign_id, d.language, to_tsvector(d.language::regconfig, d.title)
        from memory_documents d where d.workspace_id = $1
        """;

    // Deletions as well: nothing is known of these but the id.
    private const string ChangedDocuments = """
        select c.document_id, d.collection, d.type, d.published_on, d.campaign_id, d.language, to_tsvector(d.language::regconfig, d.title)
        from memory_changes c left join memory_documents d on d.id = c.document_id
        where c.workspace_id = $1 and c.version > $2
        """;

    private const string Passages = """
        select c.id, c.document_id, case when c.embedding_model = $2 and cardinality(c.embedding) = $3 then c.embedding end, c.search
        from memory_chunks c where c.workspace_id = $1
        """;

    /// <summary>All of it, at a version read before.</summary>
    public async Task<WorkspaceIndex> ReadAsync(Scope scope, Guid workspaceId, long version, CancellationToken cancellationToken)
    {
        var documents = await DocumentsAsync(scope, Documents, [workspaceId], cancellationToken);
        return new(version, await SegmentsAsync(scope, Passages, [workspaceId, Model, Dimensions], documents, cancellationToken));
    }

    /// <summary>What is kept, with what changed since; at a version read before.</summary>
    public async Task<WorkspaceIndex> ReadAsync(Scope scope, Guid workspaceId, long version, WorkspaceIndex kept, CancellationToken cancellationToken)
    {
        var (changed, added) = await ChangedAsync(scope, workspaceId, kept.Version, cancellationToken);
        return kept.Next(version, changed, added);
    }

    /// <summary>The documents that changed, and what there is of them now.</summary>
    public async Task<(IReadOnlySet<Guid> Changed, IReadOnlyList<Segment> Added)> ChangedAsync(Scope scope, Guid workspaceId, long since, CancellationToken cancellationToken)
    {
        var documents = await DocumentsAsync(scope, ChangedDocuments, [workspaceId, since], cancellationToken);
        var there = documents.Where(d => d.Value is not null).Select(d => d.Key).ToArray();
        IReadOnlyList<Segment> added = there.Length == 0 ? [] : await SegmentsAsync(scope, Passages + " and c.document_id = any ($4)", [workspaceId, Model, Dimensions, there], documents, cancellationToken);
        return (documents.Keys.ToHashSet(), added);
    }

    // A passage of a document that was not there a moment ago belongs to a later version, and will be read at that.
    private async Task<IReadOnlyList<Segment>> SegmentsAsync(Scope scope, string sql, object[] parameters, Dictionary<Guid, Described?> documents, CancellationToken cancellationToken)
    {
        var segments = new List<Segment>();
        var builder = new SegmentBuilder(Dimensions);
        await using var command = Command(scope, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (!documents.TryGetValue(reader.GetGuid(1), out var described) || described is null)
                continue;
            float[] vector = reader.IsDBNull(2) ? [] : await reader.GetFieldValueAsync<float[]>(2, cancellationToken);
            var words = await reader.GetFieldValueAsync<NpgsqlTsVector>(3, cancellationToken);
            builder.Add(described.Document, described.Language, described.Title, reader.GetInt64(0), vector, words.Select(Mentioned));
            if (builder.Count < Segment.MaximumPassages)
                continue;
            segments.Add(builder.Build());
            builder = new(Dimensions);
        }
        if (builder.Count > 0)
            segments.Add(builder.Build());
        return segments;
    }

    private static async Task<Dictionary<Guid, Described?>> DocumentsAsync(Scope scope, string sql, object[] parameters, CancellationToken cancellationToken)
    {
        var documents = new Dictionary<Guid, Described?>();
        await using var command = Command(scope, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            documents[reader.GetGuid(0)] = reader.IsDBNull(1) ? null : Describe(reader);
        return documents;
    }

    private static Described Describe(NpgsqlDataReader reader)
    {
        var facts = new DocumentFacts(
            string.Intern(reader.GetString(1)), reader.IsDBNull(2) ? null : reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetFieldValue<DateOnly>(3), reader.IsDBNull(4) ? null : reader.GetGuid(4));
        return new(new(reader.GetGuid(0), facts), string.Intern(reader.GetString(5)), [.. reader.GetFieldValue<NpgsqlTsVector>(6).Select(word => word.Text)]);
    }

    // The words of headings have weight B.
    private static MentionedWord Mentioned(NpgsqlTsVector.Lexeme word)
    {
        var inText = 0;
        for (var i = 0; i < word.Count; i++)
            inText += word[i].Weight == NpgsqlTsVector.Lexeme.Weight.D ? 1 : 0;
        return new(word.Text, word.Count - inText, inText);
    }

    private static NpgsqlCommand Command(Scope scope, string sql, object[] parameters)
    {
        var command = new NpgsqlCommand(sql, scope.Connection);
        foreach (var value in parameters)
            command.Parameters.Add(new() { Value = value });
        return command;
    }

    private sealed record Described(IndexedDocument Document, string Language, IReadOnlyCollection<string> Title);
}
