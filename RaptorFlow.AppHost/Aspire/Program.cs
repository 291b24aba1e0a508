using RaptorFlow.AppHost.Aspire;

// Words of one's own are for the command line client; options are Aspire's.
var clientArguments = args is [var first, ..] && !first.StartsWith('-') ? args : [];
var builder = DistributedApplication.CreateBuilder(clientArguments.Length == 0 ? args : []);

var postgres = builder.AddPostgres("postgres").WithDataVolume();
var database = postgres.AddDatabase("raptorflow-database", databaseName: "raptorflow");
var redis = builder.AddRedis("redis");
var qdrant = builder.AddQdrant("qdrant").WithDataVolume();

// The product serves as a role that owns nothing and cannot bypass row-level security; only the migrator is the owner.
var appPassword = builder.AddGeneratedSecret("app-password");
var asApp = database.ConnectionStringAs("raptorflow_app", appPassword);

var migrator = builder.AddProject<Projects.RaptorFlow_Migrator>("migrator")
    .WithReference(database, connectionName: "raptorflow-owner")
    .WithEnvironment("AppRole__Password", appPassword)
    .WaitFor(database);

var models = builder.AddModelParameters();
var sealingKey = builder.AddGeneratedSecret("sealing-key");

var api = builder.AddProject<Projects.RaptorFlow_Api>("api", launchProfileName: null)
    .WithHttpEndpoint()
    .WithExternalHttpEndpoints()
    .WithEnvironment("ConnectionStrings__raptorflow", asApp)
    .WithEnvironment("Identity__SigningKey", builder.AddGeneratedSecret("signing-key"))
    .WithReference(redis)
    .WithReference(qdrant)
    .WithModels(models)
    .WithEnvironment("Credentials__Keys__0", sealingKey)
    .WithGuilds()
    .WaitFor(redis)
    .WaitFor(qdrant)
    .WaitForCompletion(migrator)
    .WithHttpHealthCheck("/health")
    .WithReplicas(2);

var agentHost = builder.AddProject<Projects.RaptorFlow_AgentHost>("agenthost", launchProfileName: null)
    .WithHttpEndpoint()
    .WithEnvironment("ConnectionStrings__raptorflow", asApp)
    .WithReference(redis)
    .WithReference(qdrant)
    .WithModels(models)
    .WithEnvironment("Credentials__Keys__0", sealingKey)
    .WithGuilds()
    .WaitFor(redis)
    .WaitFor(qdrant)
    .WaitForCompletion(migrator)
    .WithHttpHealthCheck("/health")
    .WithReplicas(2);

if (clientArguments.Length == 0)
{
    await builder.Build().RunAsync();
    return 0;
}

var client = builder.AddProject<Projects.RaptorFlow_Cli>("cli")
    .WithArgs(clientArguments.WithFullPaths())
    .WithEnvironment("RAPTORFLOW_URL", api.GetEndpoint("http"))
    .WithEnvironment("RAPTORFLOW_EMAIL", "local@raptorflow.localhost")
    .WithEnvironment("RAPTORFLOW_PASSWORD", builder.AddGeneratedSecret("local-password"))
    .WaitFor(api)
    .WaitFor(agentHost);
return await builder.Build().RunUntilExitOfAsync(client.Resource);
