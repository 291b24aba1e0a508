using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace RaptorFlow.Core.Data;

/// <summary>Starts a service that needs Postgres, or says in one line why it cannot.</summary>
public static class StartUp
{
    /// <summary>Runs the application once the database answers and the role is a safe one. 1 when either fails or a setting is wrong.</summary>
    public static async Task<int> RunUnderAppRoleAsync(this WebApplication app)
    {
        try
        {
            await AppRole.VerifyAsync(app.Services.GetRequiredService<NpgsqlDataSource>(), app.Lifetime.ApplicationStopping);
            await app.RunAsync();
            return 0;
        }
        catch (NpgsqlException e)
        {
            await Console.Error.WriteLineAsync($"Postgres cannot be used: {e.Message} Check the connection string 'raptorflow' and that the migrator has run.");
        }
        catch (Exception e) when (e is OptionsValidationException or UnsafeRoleException)
        {
            await Console.Error.WriteLineAsync(e.Message);
        }
        return 1;
    }
}
