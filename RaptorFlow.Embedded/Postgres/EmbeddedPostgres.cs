using System.Globalization;
using Npgsql;
using RaptorFlow.Embedded.Processes;

namespace RaptorFlow.Embedded.Postgres;

/// <summary>
/// A Postgres server as a process of this machine, with the two roles RaptorFlow uses. It ends with the process that
/// started it, however that ends.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private readonly ServerFolder _folder;
    private readonly PostgresPasswords _passwords;
    private readonly NpgsqlDataSource _superuser;

    private EmbeddedPostgres(ServerFolder folder, PostgresPasswords passwords, int port, ProcessResource process)
    {
        _folder = folder;
        _passwords = passwords;
        Port = port;
        Process = process;
        SuperuserConnectionString = PostgresDatabase.ConnectionString(port, "postgres", "postgres", passwords.Superuser);
        _superuser = NpgsqlDataSource.Create(SuperuserConnectionString);
        Database = PostgresDatabase.On(port, PostgresDatabase.DefaultName, passwords);
    }

    public int Port { get; }

    /// <summary>Where its data and passwords are, which need not be where they were asked to be.</summary>
    public string Folder => _folder.Path;

    /// <summary>The running server: its exit, its last lines.</summary>
    public ProcessResource Process { get; }

    /// <summary>The database <c>raptorflow</c>.</summary>
    public PostgresDatabase Database { get; }

    /// <inheritdoc cref="PostgresDatabase.OwnerConnectionString"/>
    public string OwnerConnectionString => Database.OwnerConnectionString;

    /// <inheritdoc cref="PostgresDatabase.AppConnectionString"/>
    public string AppConnectionString => Database.AppConnectionString;

    /// <summary>As the superuser <c>postgres</c>, to the database of that name. The product never connects so.</summary>
    public string SuperuserConnectionString { get; }

    /// <summary>Starts a server, makes its data first when there is none, and returns when it serves both roles.</summary>
    /// <exception cref="EmbeddedException">There is no Postgres to be had, or it does not start.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new EmbeddedPostgresOptions();
        var folder = ServerFolder.Open(options.Folder);
        EmbeddedPostgres? server = null;
        try
        {
            var binaries = await FindBinariesAsync(folder, options, cancellationToken);
            var passwords = PostgresPasswords.LoadOrCreate(folder.PasswordFile);
            await PreviousPostmaster.ClearAsync(folder.PidFile, cancellationToken);
            await ServerInitialization.EnsureAsync(folder, binaries, passwords.Superuser, cancellationToken);
            var (port, process) = await Postmaster.StartAsync(folder, binaries, options, cancellationToken);
            server = new EmbeddedPostgres(folder, passwords, port, process);
            await server.EnsureRolesAndDatabaseAsync(cancellationToken);
            return server;
        }
        catch (Exception)
        {
            if (server is not null)
                await server.DisposeAsync();
            else
                folder.Dispose();
            throw;
        }
    }

    /// <summary>Makes a database owned by the owner role, to which the app role may connect: empty, or a copy of a template.</summary>
    /// <param name="name">The new database.</param>
    /// <param name="template">A database of this server that nobody is connected to; null for an empty one.</param>
    public async Task<PostgresDatabase> CreateDatabaseAsync(string name, string? template = null, CancellationToken cancellationToken = default)
    {
        var quoted = Quote(name);
        await ExecuteAsync($"create database {quoted} owner {PostgresDatabase.OwnerRole}" + (template is null ? "" : $" template {Quote(template)}"), cancellationToken);
        await ExecuteAsync($"revoke all on database {quoted} from public; grant connect on database {quoted} to {PostgresDatabase.AppRole}", cancellationToken);
        return PostgresDatabase.On(Port, name, _passwords);
    }

    /// <summary>Removes a database, along with whatever is connected to it.</summary>
    public Task DropDatabaseAsync(string name, CancellationToken cancellationToken = default) =>
        ExecuteAsync($"drop database if exists {Quote(name)} with (force)", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _superuser.DisposeAsync();
        await Process.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<PostgresBinaries> FindBinariesAsync(ServerFolder folder, EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        if (PostgresBinaries.Find(folder.Major, options.BinariesFolder) is { } found)
            return found;
        if (options.BinariesFolder is not null)
            throw new EmbeddedException($"{options.BinariesFolder} does not hold the programs of PostgreSQL {(folder.Major is { } made ? $"{made}, which made the data in {folder.Path}" : $"{PostgresBinaries.OldestMajor} or newer")}.");
        return await PostgresDownload.InstallAsync(options.DownloadFolder ?? DefaultDownloadFolder(folder), folder.Major, cancellationToken);
    }

    private static string Quote(string identifier) => new NpgsqlCommandBuilder().QuoteIdentifier(identifier);

    private static string DefaultDownloadFolder(ServerFolder folder) =>
        // Root's own cache is closed to the user the server then runs as.
        folder.Account is null
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "raptorflow", "postgres")
            : Path.Combine("/var/tmp", "raptorflow-postgres");

    private async Task EnsureRolesAndDatabaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await EnsureRoleAsync(PostgresDatabase.OwnerRole, _passwords.Owner, cancellationToken);
            await EnsureRoleAsync(PostgresDatabase.AppRole, _passwords.App, cancellationToken);
            await using var exists = _superuser.CreateCommand("select 1 from pg_database where datname = $1");
            exists.Parameters.Add(new NpgsqlParameter { Value = PostgresDatabase.DefaultName });
            if (await exists.ExecuteScalarAsync(cancellationToken) is null)
                await CreateDatabaseAsync(PostgresDatabase.DefaultName, cancellationToken: cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new EmbeddedException($"The passwords in {_folder.PasswordFile} are not those of the data beside it. Restore the file, or delete {_folder.Path} to begin with an empty database.", e);
        }
    }

    private async Task EnsureRoleAsync(string role, string password, CancellationToken cancellationToken)
    {
        await using var exists = _superuser.CreateCommand("select 1 from pg_roles where rolname = $1");
        exists.Parameters.Add(new NpgsqlParameter { Value = role });
        var verb = await exists.ExecuteScalarAsync(cancellationToken) is null ? "create" : "alter";
        await ExecuteAsync(
            string.Create(CultureInfo.InvariantCulture, $"{verb} role {role} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password '{password}'"),
            cancellationToken);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = _superuser.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
