namespace RaptorFlow.AppHost.Aspire;

internal static class Secrets
{
    /// <summary>Generated once and kept in the user's secrets; when published, asked for.</summary>
    public static IResourceBuilder<ParameterResource> AddGeneratedSecret(this IDistributedApplicationBuilder builder, string name) =>
        // Letters and digits alone, so that it needs no quoting inside a connection string.
        builder.AddParameter(name, new GenerateParameterDefault { MinLength = 48, Special = false }, secret: true, persist: true);

    /// <summary>The database as another role than the server's own.</summary>
    public static ReferenceExpression ConnectionStringAs(
        this IResourceBuilder<PostgresDatabaseResource> database, string role, IResourceBuilder<ParameterResource> password)
    {
        var server = database.Resource.Parent;
        return ReferenceExpression.Create(
            $"Host={server.Host};Port={server.Port};Username={role};Password={password.Resource};Database={database.Resource.DatabaseName}");
    }
}
