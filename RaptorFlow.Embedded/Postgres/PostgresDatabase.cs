using Npgsql;

namespace RaptorFlow.Embedded.Postgres;

/// <summary>A database and how each of its two roles connects to it.</summary>
/// <param name="Name">Its name on the server.</param>
/// <param name="OwnerConnectionString">As <c>raptorflow_owner</c>, which owns the database and migrates it.</param>
/// <param name="AppConnectionString">As <c>raptorflow_app</c>, which owns nothing and cannot bypass row-level security.</param>
public sealed record PostgresDatabase(string Name, string OwnerConnectionString, string AppConnectionString)
{
    public const string DefaultName = "raptorflow";
    public const string OwnerRole = "raptorflow_owner";
    public const string AppRole = "raptorflow_app";

    internal static PostgresDatabase On(int port, string name, PostgresPasswords passwords) =>
        new(name, ConnectionString(port, name, OwnerRole, passwords.Owner), ConnectionString(port, name, AppRole, passwords.App));

    internal static string ConnectionString(int port, string database, string role, string password) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Database = database,
            Username = role,
            Password = password,
            // Nobody else's libpq settings or client certificates have a say here.
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;
}
