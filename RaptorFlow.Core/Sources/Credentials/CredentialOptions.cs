using Microsoft.Extensions.Options;

namespace RaptorFlow.Core.Sources.Credentials;

/// <summary>Section <c>Credentials</c>: the keys that workspaces' credentials are encrypted with.</summary>
public sealed class CredentialOptions
{
    public const string Section = "Credentials";

    /// <summary>
    /// Secrets of at least 40 characters, from a generator and not from a head. The first encrypts; all of them decrypt, so that a new one can be put first and the old one taken away when nothing
    /// is left that it encrypted. Empty: workspaces cannot enter credentials, the installation's own work all the same.
    /// </summary>
    public List<string> Keys { get; } = [];
}

internal sealed class CredentialOptionsValidator : IValidateOptions<CredentialOptions>
{
    public ValidateOptionsResult Validate(string? name, CredentialOptions options)
    {
        var wrong = Enumerable.Range(0, options.Keys.Count).Where(i => CredentialCipher.Read(options.Keys[i]) is null).ToList();
        return wrong.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(wrong.Select(i => FormattableString.Invariant($"Credentials:Keys:{i} is shorter than {CredentialCipher.ShortestKey} characters; `openssl rand -base64 32` makes one.")));
    }
}
