using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RaptorFlow.Core.Data;
using RaptorFlow.Memory;
using RaptorFlow.Migrator;
using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Memory;

/// <summary>What processes keep of a workspace's memory is brought up to date by what changed, whoever changed it.</summary>
public sealed class MemoryChangeTests(EmbeddedStack stack) : IAsyncLifetime
{
    private static readonly string[] Words = ["apple", "pear", "plum", "kumquat", "quince", "medlar"];

    private MemoryFixture _memory = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _memory = await MemoryFixture.CreateAsync(stack);

    public ValueTask DisposeAsync() => _memory.DisposeAsync();

    [Fact]
    public async Task Search_AfterAnyHistoryOfAnotherProcess_FindsWhatAProcessFindsThatReadsAnew()
    {
        var (writer, reader) = (_memory.Start(), _memory.Start());
        await Gen.Int[0, 99].Array[1, 12].SampleAsync(async history =>
        {
            var (workspace, documents, added) = (await _memory.WorkspaceAsync(writer), new List<Guid>(), 0);
            foreach (var step in history)
            {
                if (step < 60 || documents.Count == 0)
                    documents.Add(await writer.AddAsync(workspace, $"Title {added++}", $"{Words[step % 6]} {Words[step % 5]} {Words[step % 4]} {added}", MemoryCollections.All[step % 5]));
                else if (step < 85)
                    documents.RemoveAt(await DeleteAsync(writer, workspace, documents, step % documents.Count));
                if (step % 3 == 0)
                    await reader.SearchAsync(workspace, "apple");
            }
            using var anew = new Fresh(_memory);
            foreach (var query in new[] { "apple plum", "kumquats", "medlr" })
                Assert.Equal(Shown(await anew.Process.SearchAsync(workspace, query)), Shown(await reader.SearchAsync(workspace, query)));
        }, iter: 12, threads: 1);
    }

    [Fact]
    public async Task Note_ManyWritersAtOnce_GivesEachChangeAVersionOfItsOwn_AndReadersMissNone()
    {
        var (process, reader) = (_memory.Start(), _memory.Start());
        var workspace = await _memory.WorkspaceAsync(process);
        var reading = Enumerable.Range(0, 2).Select(async _ =>
        {
            for (var found = 0; found < 24; found = (await reader.SearchAsync(workspace, "kumquat", 50)).Count)
                Token.ThrowIfCancellationRequested();
        }).ToList();
        await Parallel.ForEachAsync(Enumerable.Range(0, 24), Token, async (i, _) => await process.AddAsync(workspace, $"Title {i}", $"A kumquat, no. {i}."));
        await Task.WhenAll(reading).WaitAsync(TimeSpan.FromMinutes(1), Token);

        await using var scope = await process.GetRequiredService<Database>().BeginAsync(workspace, Token);
        Assert.Equal(Enumerable.Range(1, 24).Select(i => (long)i), await scope.QueryAsync<long>("select version from memory_changes order by version", null, Token));
    }

    [Fact]
    public async Task Deletion_ToldOfNoMore_IsSeenAllTheSame()
    {
        var (writer, reader) = (_memory.Start(), _memory.Start());
        var workspace = await _memory.WorkspaceAsync(writer);
        var gone = await writer.AddAsync(workspace, "Gone", "A kumquat that goes.");
        await writer.AddAsync(workspace, "Stays", "A kumquat that stays.");
        Assert.Equal(2, (await reader.SearchAsync(workspace, "kumquat")).Count);
        await writer.DeleteAsync(workspace, gone);

        await writer.PruneAsync(TimeSpan.FromDays(7));
        Assert.Equal(0, (await writer.StandingAsync(workspace)).Pruned);
        await writer.ExecuteAsync(workspace, "update memory_changes set changed_at = now() - interval '8 days'");
        await writer.PruneAsync(TimeSpan.FromDays(7));

        Assert.Equal(new(3, 0, 3), await writer.StandingAsync(workspace));
        Assert.Equal("Stays", Assert.Single(await reader.SearchAsync(workspace, "kumquat")).Title);
        await using var scope = await writer.GetRequiredService<Database>().BeginAsync(workspace, Token);
        Assert.Equal([1L], await scope.QueryAsync<long>("select count(*) from memory_changes", null, Token));
    }

    [Fact]
    public async Task Migration_DocumentsOfBefore_AreChangesOfTheirWorkspacesVersion_AndTheirHeadingsWeighMore()
    {
        await using var database = await stack.CreateDatabaseAsync();
        Migrate(database, "20261123_1010");
        await using var source = NpgsqlDataSource.Create(database.OwnerConnectionString + ";Pooling=false");
        await using (var command = source.CreateCommand(Before))
            await command.ExecuteNonQueryAsync(Token);

        Migrate(database, null);

        await using var read = source.CreateCommand("""
            select set_config('raptorflow.workspaces', '{018f0000-0000-7000-8000-000000000001}', false);
            select c.version, c.deleted, v.indexed_version, (select search::text from memory_chunks), (select bool_and(relforcerowsecurity) from pg_class where relname in ('memory_documents', 'memory_versions', 'memory_changes'))
            from memory_changes c join memory_versions v using (workspace_id)
            """);
        await using var reader = await read.ExecuteReaderAsync(Token);
        await reader.NextResultAsync(Token);
        Assert.True(await reader.ReadAsync(Token));
        Assert.Equal((4L, false, 0L, "'appl':2 'price':1B", true), (reader.GetInt64(0), reader.GetBoolean(1), reader.GetInt64(2), reader.GetString(3), reader.GetBoolean(4)));
        Assert.False(await reader.ReadAsync(Token));
    }

    private const string Before = """
        select set_config('raptorflow.workspaces', '{018f0000-0000-7000-8000-000000000001}', false), set_config('raptorflow.user', '018f0000-0000-7000-8000-000000000009', false);
        insert into users (id, provider, email, password_hash, created_at, updated_at) values ('018f0000-0000-7000-8000-000000000009', 'builtin', 'ada@example.com', 'a hash', now(), now());
        insert into workspaces (id, name, created_by, created_at) values ('018f0000-0000-7000-8000-000000000001', 'Acme', '018f0000-0000-7000-8000-000000000009', now());
        insert into memory_documents (id, workspace_id, collection, title, language, content_hash, chunks, created_at)
        values ('018f0000-0000-7000-8000-000000000002', '018f0000-0000-7000-8000-000000000001', 'campaign_briefs', 'Old', 'english', 'h', 1, now());
        insert into memory_chunks (workspace_id, document_id, collection, position, heading, text, language, embedding, embedding_model)
        values ('018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000002', 'campaign_briefs', 0, 'Prices', 'Apples', 'english', '{1}', 'old');
        insert into memory_versions (workspace_id, version) values ('018f0000-0000-7000-8000-000000000001', 4);
        """;

    private static void Migrate(TestDatabase database, string? before)
    {
        using var error = new StringWriter();
        Assert.True(Schema.Migrate(database.OwnerConnectionString, null, TextWriter.Null, error, before), error.ToString());
    }

    private static async Task<int> DeleteAsync(IServiceProvider writer, Guid workspace, List<Guid> documents, int place)
    {
        Assert.True(await writer.DeleteAsync(workspace, documents[place]));
        return place;
    }

    private static IEnumerable<(Guid, double, int?, int?)> Shown(IReadOnlyList<MemoryHit> hits) => hits.Select(h => (h.DocumentId, h.Score, h.VectorRank, h.TextRank));

    private sealed class Fresh(MemoryFixture memory) : IDisposable
    {
        public IServiceProvider Process { get; } = memory.Start();

        public void Dispose() => (Process as IDisposable)?.Dispose();
    }
}
