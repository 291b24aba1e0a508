using Npgsql;

namespace RaptorFlow.Core.Data;

/// <summary>Start-up's check that the role served under cannot see past row-level security.</summary>
public static class AppRole
{
    private const string Sql = """
        select r.rolname, r.rolsuper or r.rolbypassrls as bypasses,
               exists (select from pg_class c where c.relowner = r.oid and c.relnamespace = 'public'::regnamespace) as owns
        from pg_roles r where r.rolname = current_user
        """;

    /// <exception cref="UnsafeRoleException">The role is a superuser, may bypass row-level security, or owns tables.</exception>
    public static async Task VerifyAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var role = reader.GetString(0);
        if (reader.GetBoolean(1) || reader.GetBoolean(2))
        {
            throw new UnsafeRoleException(
                $"The role '{role}' of the connection string 'raptorflow' can see past row-level security (superuser, bypassrls, or owner of tables). Connect as raptorflow_app.");
        }
    }
}

/// <summary>The role of the connection string could see other tenants' rows.</summary>
public sealed class UnsafeRoleException(string message) : Exception(message);
