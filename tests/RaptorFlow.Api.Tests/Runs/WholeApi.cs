using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Tests.Identity;
using RaptorFlow.Core.Data;
using RaptorFlow.Testing;

namespace RaptorFlow.Api.Tests.Runs;

/// <summary>The API as it ships, on a port of its own, over a database of its own, with a workflow of two steps registered and no host to work on it.</summary>
public sealed class WholeApi(EmbeddedStack stack) : IAsyncLifetime
{
    private const string Register = """
        insert into guild_registrations (host, guild, display_name, version, state, faults, seen_at, agents, workflows)
        values ('a host', 'testers', 'Testers', '1.0.0', 'ready', '{}', now() + interval '1 day',
            '[{"code":"TST-001","name":"Tester","summary":"s","guild":"testers","tier":"economy","timeout_seconds":5,"available":true,
               "capabilities":[{"name":"test","summary":"s","input_schema":{"type":"object"},"output_schema":{"type":"object"}}]}]',
            '[{"name":"onboarding","version":1,"summary":"s","steps":[
               {"key":"fundamentals","title":"Fundamentals","number":1,"agent":"TST-001","inputs":{"company":"input.company"},"after":[],"optional":false,"keep":true,"max_attempts":3},
               {"key":"personas","title":"Personas","number":2,"agent":"TST-001","inputs":{"of":"steps.fundamentals"},"after":[],"optional":false,"keep":true,"max_attempts":3}]}]')
        """;

    private TestDatabase? _database;
    private WebApplicationFactory<Problem>? _factory;

    /// <summary>Where a web page that may call it comes from.</summary>
    public const string Page = "https://app.example.com";

    /// <summary>Where it listens.</summary>
    public Uri Address => _factory!.ClientOptions.BaseAddress;

    public async ValueTask InitializeAsync()
    {
        _database = await stack.CreateMigratedAsync();
        var redis = (await stack.GarnetAsync()).ConnectionString;
        _factory = new WebApplicationFactory<Problem>().WithWebHostBuilder(host =>
        {
            host.UseSetting("ConnectionStrings:raptorflow", _database.AppConnectionString);
            host.UseSetting("ConnectionStrings:redis", redis);
            host.UseSetting("Identity:SigningKey", ApiHost.SigningKey);
            host.UseSetting("Origins:0", Page);
            host.UseSetting("urls", "http://127.0.0.1:0");
        });
        // A socket and not a test server: limits, resets and what other clients need are part of how it ships.
        _factory.UseKestrel();
        _factory.StartServer();
        await using var scope = await _factory.Services.GetRequiredService<Database>().BeginAsync(CancellationToken.None);
        await scope.ExecuteAsync(Register, null, CancellationToken.None);
        await scope.CommitAsync(CancellationToken.None);
    }

    public string OwnerConnectionString => _database!.OwnerConnectionString;

    public IServiceProvider Services => _factory!.Services;

    /// <summary>Another process of the API, over the same database.</summary>
    public WebApplicationFactory<Problem> With(Action<IServiceCollection> changed) => _factory!.WithWebHostBuilder(host => host.ConfigureTestServices(changed));

    public async Task<Person> SignUpWithWorkspaceAsync()
    {
        var person = await Person.SignUpAsync(_factory!.CreateClient(), TestContext.Current.CancellationToken);
        await person.CreateWorkspaceAsync();
        return person;
    }

    /// <summary>Somebody with an API key and nothing else.</summary>
    public HttpClient WithKey(string key) => _factory!.CreateClient().With("Bearer", key);

    public async ValueTask DisposeAsync()
    {
        if (_factory is not null)
            await _factory.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }
}
