using System.CommandLine;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Commands;

/// <summary>The options every command has, and the signed-in client they lead to.</summary>
internal sealed class Connection(CliEnvironment environment)
{
    private const string DefaultAddress = "http://localhost:5080";

    private readonly Option<string?> _url = new("--url") { Description = $"Address of the API; else RAPTORFLOW_URL, else {DefaultAddress}", Recursive = true };
    private readonly Option<string?> _email = new("--email") { Description = "E-mail of the account; else RAPTORFLOW_EMAIL", Recursive = true };
    private readonly Option<string?> _password = new("--password") { Description = "Its password; better left to RAPTORFLOW_PASSWORD", Recursive = true };
    private readonly Option<string?> _workspace = new("--workspace") { Description = "Name or id of the workspace, created when it does not exist; else RAPTORFLOW_WORKSPACE, else your first", Recursive = true };
    private readonly Option<bool> _signUp = new("--sign-up") { Description = "Create the account when it does not exist; always so on this machine", Recursive = true };

    public void AddTo(Command root)
    {
        foreach (var option in new Option[] { _url, _email, _password, _workspace, _signUp })
            root.Options.Add(option);
    }

    /// <summary>Signs in and enters the workspace. The caller disposes the client.</summary>
    public async Task<RaptorClient> OpenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var client = new RaptorClient(Address(parsed));
        try
        {
            var credentials = new Credentials(Required(parsed, _email, "RAPTORFLOW_EMAIL"), Required(parsed, _password, "RAPTORFLOW_PASSWORD"));
            await client.AuthenticateAsync(credentials, client.Address.IsLoopback || parsed.GetValue(_signUp), cancellationToken);
            await client.EnterWorkspaceAsync(Given(parsed, _workspace, "RAPTORFLOW_WORKSPACE"), cancellationToken);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private Uri Address(ParseResult parsed)
    {
        var given = Given(parsed, _url, "RAPTORFLOW_URL") ?? DefaultAddress;
        return Uri.TryCreate(given, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
            ? address
            : throw new UsageException($"--url: {given} is not an http or https address.");
    }

    private string Required(ParseResult parsed, Option<string?> option, string variable) => Given(parsed, option, variable)
        ?? throw new UsageException($"No account: give {option.Name} or set {variable}.");

    private string? Given(ParseResult parsed, Option<string?> option, string variable) =>
        parsed.GetValue(option) is { Length: > 0 } value ? value : environment.Variable(variable) is { Length: > 0 } set ? set : null;
}

/// <summary>The command cannot be run as it was given.</summary>
internal sealed class UsageException(string message) : Exception(message);
