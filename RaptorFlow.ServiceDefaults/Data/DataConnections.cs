using StackExchange.Redis;

namespace RaptorFlow.ServiceDefaults.Data;

/// <summary>What both ways to connect have in common.</summary>
internal static class DataConnections
{
    /// <summary>The ledger's statements are few and sent all the time: Postgres keeps their plans.</summary>
    public const int MostPrepared = 100;

    /// <summary>A server that is away is waited for, and calls meanwhile fail at once: the ledger is asked instead.</summary>
    public static void Configure(ConfigurationOptions options)
    {
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
    }
}
