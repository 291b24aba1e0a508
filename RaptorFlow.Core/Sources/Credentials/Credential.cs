using System.Security.Cryptography;
using System.Text;

namespace RaptorFlow.Core.Sources.Credentials;

/// <summary>What a vendor is shown. Never logged: it has no text of its own.</summary>
internal sealed class Credential(string vendor, IReadOnlyDictionary<string, string> fields, Guid? workspaceId, long version)
{
    private const int ShortestSecret = 6;

    public string Vendor => vendor;

    public IReadOnlyDictionary<string, string> Fields => fields;

    /// <summary>Whose; null for the installation's own, and where none is needed.</summary>
    public Guid? WorkspaceId => workspaceId;

    /// <summary>Counts its changes.</summary>
    public long Version => version;

    /// <summary>Under which its quota is counted: the same account, entered twice, has one quota. A hash, since keys are not for counting.</summary>
    /// <param name="identity">The field that tells accounts apart; null where there is none.</param>
    public byte[] Account(string? identity) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{vendor}\n{(identity is null ? "" : fields.GetValueOrDefault(identity, ""))}"));

    /// <summary>A text without the secrets that somebody may have said back.</summary>
    public string Without(string text)
    {
        foreach (var secret in fields.Values.Where(value => value.Length >= ShortestSecret))
            text = text.Replace(secret, "…", StringComparison.Ordinal);
        return text;
    }

    public override string ToString() => $"credential of {vendor}";
}
