using MysticMind.PostgresEmbed;

namespace RaptorFlow.Embedded.Postgres;

/// <summary>A build of Postgres fetched once, for a machine that has none.</summary>
internal static class PostgresDownload
{
    private const string Version = "17.6.0";

    public static async Task<PostgresBinaries> InstallAsync(string folder, int? major, CancellationToken cancellationToken)
    {
        var version = major is { } known ? $"{known}" : Version;
        try
        {
            Directory.CreateDirectory(folder);
            await using var server = new PgServer(new PgServerOptions
            {
                PgVersion = version,
                DbDir = folder,
                BinariesDir = Path.Combine(folder, "binaries"),
                ClearInstanceDirOnStop = false,
            });
            await server.InstallAsync(cancellationToken);
            return PostgresBinaries.Find(major, server.PgBinDir) ?? throw Missing(major, "the downloaded build is incomplete", null);
        }
        catch (Exception e) when (e is not OperationCanceledException and not EmbeddedException)
        {
            throw Missing(major, "and none could be downloaded: " + e.GetBaseException().Message, e);
        }
    }

    private static EmbeddedException Missing(int? major, string reason, Exception? cause) =>
        new(
            $"PostgreSQL {(major is { } known ? $"{known}, which made the data at hand," : $"{PostgresBinaries.OldestMajor} or newer")} was not found on this machine, {reason}. " +
            "Install it (Debian: apt-get install postgresql; macOS: brew install postgresql@17) or put its bin folder on the PATH.",
            cause!);
}
