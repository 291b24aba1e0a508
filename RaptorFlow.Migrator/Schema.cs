using DbUp;
using DbUp.Engine.Output;
using Npgsql;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Migrator;

/// <summary>Brings a database to the schema this build needs: Core's SQL files in the order of their names, each in its own transaction, once.</summary>
public static class Schema
{
    /// <param name="ownerConnectionString">Of the role that owns the database.</param>
    /// <param name="appPassword">What the serving role is to sign in with; null leaves it as it is.</param>
    /// <param name="output">Told of each script.</param>
    /// <param name="error">Told why it failed.</param>
    /// <param name="before">Leaves out the scripts from this name on; null for none.</param>
    public static bool Migrate(string ownerConnectionString, string? appPassword, TextWriter output, TextWriter error, string? before = null)
    {
        try
        {
            Probe(ownerConnectionString);
            if (appPassword is { Length: > 0 })
                EnsureAppRole(ownerConnectionString, appPassword);
            var result = DeployChanges.To.PostgresqlDatabase(ownerConnectionString)
                .WithScriptsEmbeddedInAssembly(typeof(Database).Assembly, name => IsWanted(name, before))
                .WithTransactionPerScript()
                .WithVariablesDisabled()
                .LogTo(new WriterLog(output))
                .Build()
                .PerformUpgrade();
            if (!result.Successful)
                error.WriteLine($"Migration {result.ErrorScript?.Name ?? "set-up"} failed: {result.Error.Message}");
            return result.Successful;
        }
        catch (NpgsqlException e)
        {
            var address = new NpgsqlConnectionStringBuilder(ownerConnectionString);
            error.WriteLine($"Postgres at {address.Host}:{address.Port} cannot be used: {e.Message}");
            return false;
        }
    }

    private static bool IsWanted(string resource, string? before)
    {
        const string folder = ".Data.Migrations.";
        var start = resource.IndexOf(folder, StringComparison.Ordinal);
        return start >= 0 && (before is null || string.CompareOrdinal(resource[(start + folder.Length)..], before) < 0);
    }

    // DbUp would tell a server that is away as a failed script.
    private static void Probe(string ownerConnectionString)
    {
        using var source = NpgsqlDataSource.Create(ownerConnectionString);
        using var connection = source.OpenConnection();
    }

    private static void EnsureAppRole(string ownerConnectionString, string password)
    {
        using var source = NpgsqlDataSource.Create(ownerConnectionString);
        using var command = source.CreateCommand("select format('%s role raptorflow_app login nosuperuser nobypassrls password %L', case when exists (select from pg_roles where rolname = 'raptorflow_app') then 'alter' else 'create' end, $1)");
        command.Parameters.AddWithValue(password);
        var statement = (string)command.ExecuteScalar()!;
        using var apply = source.CreateCommand(statement);
        apply.ExecuteNonQuery();
    }

    private sealed class WriterLog(TextWriter output) : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args)
        {
        }

        public void LogDebug(string format, params object[] args)
        {
        }

        public void LogInformation(string format, params object[] args) => output.WriteLine(format, args);

        public void LogWarning(string format, params object[] args) => output.WriteLine(format, args);

        public void LogError(string format, params object[] args) => output.WriteLine(format, args);

        public void LogError(Exception ex, string format, params object[] args) => output.WriteLine(format, args);
    }
}
