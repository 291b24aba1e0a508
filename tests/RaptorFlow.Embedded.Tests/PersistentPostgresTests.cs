using System.Globalization;
using Npgsql;
using RaptorFlow.Embedded.Postgres;
using RaptorFlow.Embedded.Processes;
using RaptorFlow.Testing;

namespace RaptorFlow.Embedded.Tests;

public sealed class PersistentPostgresTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"raptorflow-tests-{Guid.NewGuid():n}");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private EmbeddedPostgresOptions Options => new() { Folder = _folder };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Data_AfterAStopAndAStart_IsThere()
    {
        await using (var first = await EmbeddedPostgres.StartAsync(Options, Cancelled))
            await ExecuteAsync(first.OwnerConnectionString, "create table notes as select 'kept' as note");

        await using var second = await EmbeddedPostgres.StartAsync(Options, Cancelled);

        Assert.Equal("kept", await ExecuteAsync(second.OwnerConnectionString, "select note from notes"));
    }

    [Fact]
    public async Task Data_AfterACrashOfTheServer_IsThere()
    {
        await using (var first = await EmbeddedPostgres.StartAsync(Options with { Durable = true }, Cancelled))
        {
            await ExecuteAsync(first.OwnerConnectionString, "create table notes as select 'kept' as note");
            await first.Process.KillAsync();
            Assert.True(File.Exists(PidFile(first)));
        }

        await using var second = await EmbeddedPostgres.StartAsync(Options, Cancelled);

        Assert.Equal("kept", await ExecuteAsync(second.OwnerConnectionString, "select note from notes"));
    }

    [Fact]
    public async Task Server_LeftOnTheDataByAnEarlierRun_IsReplaced()
    {
        string data;
        await using (var first = await EmbeddedPostgres.StartAsync(Options, Cancelled))
            data = Path.Combine(first.Folder, "data");
        var port = FreePort.Next();
        await using var orphan = ProcessResource.Start(new ProcessSpecification(
            "orphan", PostgresBinaries.Find(null)!.Server, ["-D", data, "-c", $"port={port}", "-c", "unix_socket_directories="])
        {
            User = ServerAccount.Needed()?.Name,
            WorkingDirectory = _folder,
        });
        await Eventually.TrueAsync(() => Task.FromResult(orphan.Tail.Any(line => line.Contains("ready to accept", StringComparison.Ordinal))), Cancelled);

        await using var second = await EmbeddedPostgres.StartAsync(Options, Cancelled);

        Assert.Equal(0, await orphan.Exited.WaitAsync(Cancelled));
        Assert.Equal(1, await ExecuteAsync(second.AppConnectionString, "select 1"));
    }

    [Fact]
    public async Task PidFile_OfAProcessThatIsNoPostgres_IsIgnored()
    {
        await using (var first = await EmbeddedPostgres.StartAsync(Options, Cancelled))
            await first.Process.KillAsync();
        var pidFile = Path.Combine(_folder, "data", "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(pidFile, Cancelled);
        lines[0] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(pidFile, lines, Cancelled);

        await using var second = await EmbeddedPostgres.StartAsync(Options, Cancelled);

        Assert.Equal(1, await ExecuteAsync(second.AppConnectionString, "select 1"));
    }

    [Fact]
    public async Task Folder_InUse_IsRefusedPlainly()
    {
        await using var first = await EmbeddedPostgres.StartAsync(Options, Cancelled);

        var refused = await Assert.ThrowsAsync<EmbeddedException>(() => EmbeddedPostgres.StartAsync(Options, Cancelled));

        Assert.Contains("in use", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await ExecuteAsync(first.AppConnectionString, "select 1"));
    }

    [Fact]
    public async Task Passwords_AreForTheOwnersEyesOnly()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var postgres = await EmbeddedPostgres.StartAsync(Options, Cancelled);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(postgres.Folder, "passwords.json")));
        Assert.Empty(Directory.GetFiles(postgres.Folder, "*.new"));
    }

    [Fact]
    public async Task Passwords_ThatAreNotTheDatas_AreReportedWithTheFile()
    {
        string file;
        await using (var first = await EmbeddedPostgres.StartAsync(Options, Cancelled))
            file = Path.Combine(first.Folder, "passwords.json");
        File.Delete(file);

        var refused = await Assert.ThrowsAsync<EmbeddedException>(() => EmbeddedPostgres.StartAsync(Options, Cancelled));

        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Binaries_NotInTheFolderNamed_AreReportedPlainly()
    {
        var refused = await Assert.ThrowsAsync<EmbeddedException>(() => EmbeddedPostgres.StartAsync(Options with { BinariesFolder = _folder }, Cancelled));

        Assert.Contains(_folder, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_Taken_IsReportedWithTheServersWords()
    {
        await using var first = await EmbeddedPostgres.StartAsync(cancellationToken: Cancelled);

        var refused = await Assert.ThrowsAsync<EmbeddedException>(() => EmbeddedPostgres.StartAsync(Options with { Port = first.Port }, Cancelled));

        Assert.Contains("Address already in use", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Cancelled_LeavesNoServer()
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        string folder;
        await using (var first = await EmbeddedPostgres.StartAsync(Options, Cancelled))
            folder = first.Folder;
        var start = EmbeddedPostgres.StartAsync(Options with { Output = _ => cancelled.Cancel() }, cancelled.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);

        Assert.False(File.Exists(Path.Combine(folder, "data", "postmaster.pid")));
    }

    private static string PidFile(EmbeddedPostgres postgres) => Path.Combine(postgres.Folder, "data", "postmaster.pid");

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancelled);
    }
}
