using Npgsql;
using StackExchange.Redis;

namespace RaptorFlow.ServiceDefaults.Data;

/// <summary>What both ways to connect have in common.</summary>
internal static class DataConnections
{
    /// <summary>A server that is away is waited for, and calls meanwhile fail at once: the ledger is asked instead.</summary>
    public static void Configure(ConfigurationOptions options)
    {
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
    }

    /// <summary>Connections go back to the pool as they are: all that is ever set is local to a transaction, and ends with it.</summary>
    public static void Configure(NpgsqlDataSourceBuilder source) => source.ConnectionStringBuilder.NoResetOnClose = true;
}
