using Microsoft.Extensions.Configuration;
using RaptorFlow.Migrator;

var configuration = new ConfigurationBuilder().AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().AddCommandLine(args).Build();
if (configuration.GetConnectionString("raptorflow-owner") is not { Length: > 0 } owner)
{
    Console.Error.WriteLine("The connection string 'raptorflow-owner' is missing: set ConnectionStrings__raptorflow-owner to the role that owns the database.");
    return 1;
}
return Schema.Migrate(owner, configuration["AppRole:Password"], Console.Out, Console.Error) ? 0 : 1;
