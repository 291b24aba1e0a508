using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Core.Sources.Credentials;

/// <summary>What vendors are shown: a workspace's own credential, else the installation's. Read for every question, so that a rotated one counts at once.</summary>
internal sealed class CredentialStore(Database database, CredentialCipher cipher, IOptionsMonitor<SourceOptions> options, TimeProvider time)
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <returns>Null when nobody entered one.</returns>
    /// <exception cref="SourceException">There is one that cannot be read.</exception>
    public async Task<Credential?> FindAsync(Guid workspaceId, Vendor vendor, CancellationToken cancellationToken)
    {
        if (vendor.Fields.Count == 0)
            return new(vendor.Name, Nothing, null, 0);
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        return await ReadAsync(scope, workspaceId, vendor.Name, cancellationToken) ?? OfInstallation(vendor);
    }

    /// <returns>Null when the installation has none, or not all of it.</returns>
    public Credential? OfInstallation(Vendor vendor)
    {
        var fields = options.CurrentValue.Vendors.GetValueOrDefault(vendor.Name)?.Credential;
        return fields is not null && vendor.Fields.Where(field => field.Required).All(field => !string.IsNullOrWhiteSpace(fields.GetValueOrDefault(field.Name)))
            ? new(vendor.Name, new Dictionary<string, string>(fields, StringComparer.OrdinalIgnoreCase), null, 0)
            : null;
    }

    /// <summary>Keeps it in the place of what was there; what was answered with the other one is forgotten.</summary>
    /// <exception cref="InvalidOperationException">This installation has no key to encrypt with.</exception>
    public async Task EnterAsync(Guid workspaceId, Guid userId, string vendor, IReadOnlyDictionary<string, string> fields, CredentialTest test, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        await scope.ExecuteAsync("""
            insert into source_credentials (workspace_id, vendor, sealed, version, entered_by, entered_at, tested_at, accepted, test_result)
            values (@workspaceId, @vendor, @sealedText, 1, @userId, now(), now(), @Accepted, @Result)
            on conflict (workspace_id, vendor) do update set sealed = excluded.sealed, version = source_credentials.version + 1, entered_by = excluded.entered_by,
                entered_at = excluded.entered_at, tested_at = excluded.tested_at, accepted = excluded.accepted, test_result = excluded.test_result
            """, new { workspaceId, vendor, sealedText = cipher.Encrypt(CoreJson.Serialize(fields), workspaceId, vendor), userId, test.Accepted, test.Result }, cancellationToken);
        await ChangedAsync(scope, new("source.credential_entered", userId, workspaceId, vendor), cancellationToken);
    }

    /// <returns>False when there was none.</returns>
    public async Task<bool> RemoveAsync(Guid workspaceId, Guid userId, string vendor, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        if (await scope.ExecuteAsync("delete from source_credentials where workspace_id = @workspaceId and vendor = @vendor", new { workspaceId, vendor }, cancellationToken) == 0)
            return false;
        await ChangedAsync(scope, new("source.credential_removed", userId, workspaceId, vendor), cancellationToken);
        return true;
    }

    public async Task NoteTestAsync(Guid workspaceId, string vendor, CredentialTest test, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        await scope.ExecuteAsync("update source_credentials set tested_at = now(), accepted = @Accepted, test_result = @Result where workspace_id = @workspaceId and vendor = @vendor",
            new { workspaceId, vendor, test.Accepted, test.Result }, cancellationToken);
        await scope.CommitAsync(cancellationToken);
    }

    /// <summary>What the workspace has entered, by vendor; nothing of the secrets.</summary>
    public async Task<IReadOnlyDictionary<string, EnteredCredential>> ListAsync(Guid workspaceId, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        var rows = await scope.QueryAsync<EnteredCredential>(
            "select vendor, entered_at, tested_at, accepted, test_result from source_credentials where workspace_id = @workspaceId", new { workspaceId }, cancellationToken);
        return rows.ToDictionary(row => row.Vendor, StringComparer.Ordinal);
    }

    /// <inheritdoc cref="SourceCall.RenewAsync"/>
    public async Task<Credential> RenewAsync(Credential old, Func<Credential, CancellationToken, Task<IReadOnlyDictionary<string, string>>> renew, CancellationToken cancellationToken)
    {
        if (old.WorkspaceId is not { } workspaceId)
            throw SourceException.Refused("Its token has to be renewed, and an installation's setting cannot be: enter the credential in the workspace.");
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        await scope.ExecuteAsync("select from source_credentials where workspace_id = @workspaceId and vendor = @Vendor for update", new { workspaceId, old.Vendor }, cancellationToken);
        var current = await ReadAsync(scope, workspaceId, old.Vendor, cancellationToken) ?? throw SourceException.Refused("Its credential was removed meanwhile.");
        if (current.Version != old.Version)
            return current;
        var fields = await renew(current, cancellationToken);
        // From here on the old one may be worth nothing: whoever gives up now must not take the new one with them.
        await scope.ExecuteAsync("update source_credentials set sealed = @sealedText, version = version + 1 where workspace_id = @workspaceId and vendor = @Vendor",
            new { workspaceId, old.Vendor, sealedText = cipher.Encrypt(CoreJson.Serialize(fields), workspaceId, old.Vendor) }, CancellationToken.None);
        await scope.CommitAsync(CancellationToken.None);
        return new(old.Vendor, fields, workspaceId, old.Version + 1);
    }

    private async Task<Credential?> ReadAsync(Scope scope, Guid workspaceId, string vendor, CancellationToken cancellationToken)
    {
        var row = await scope.FirstAsync<Row>("select sealed, version from source_credentials where workspace_id = @workspaceId and vendor = @vendor", new { workspaceId, vendor }, cancellationToken);
        if (row is null)
            return null;
        try
        {
            var (text, current) = cipher.Decrypt(row.Sealed, workspaceId, vendor);
            if (!current)
                await SealAgainAsync(workspaceId, vendor, text, row.Version, cancellationToken);
            return new(vendor, CoreJson.Deserialize<Dictionary<string, string>>(text), workspaceId, row.Version);
        }
        catch (CryptographicException e)
        {
            throw new SourceException(RaptorFlow.Sources.SourceStatus.Refused, $"Its credential cannot be read: {e.Message} Enter it again, or give the key back to Credentials:Keys.", e);
        }
    }

    // With the key that is first now, so that the others can be taken away; in passing, by whoever comes first.
    private async Task SealAgainAsync(Guid workspaceId, string vendor, string text, long version, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        await scope.ExecuteAsync("""
            update source_credentials set sealed = @sealedText
            where (workspace_id, vendor) in (select workspace_id, vendor from source_credentials where workspace_id = @workspaceId and vendor = @vendor and version = @version for update skip locked)
            """, new { workspaceId, vendor, version, sealedText = cipher.Encrypt(text, workspaceId, vendor) }, cancellationToken);
        await scope.CommitAsync(cancellationToken);
    }

    private async Task ChangedAsync(Scope scope, AuditEntry entry, CancellationToken cancellationToken)
    {
        await CacheTags.ChangeAsync(scope, entry.WorkspaceId!.Value, CacheTags.Source(entry.Subject!), cancellationToken);
        await AuditLog.WriteAsync(scope, entry, time.GetUtcNow(), cancellationToken);
        await scope.CommitAsync(cancellationToken);
    }

    private sealed record Row
    {
        public byte[] Sealed { get; init; } = [];
        public long Version { get; init; }
    }
}

/// <summary>What a vendor said to a credential.</summary>
/// <param name="Accepted">Null: it could not be asked.</param>
/// <param name="Result">A sentence a person reads.</param>
internal sealed record CredentialTest(bool? Accepted, string Result);

/// <summary>A credential that a workspace has entered, without what is secret of it.</summary>
internal sealed record EnteredCredential
{
    public string Vendor { get; init; } = "";
    public DateTimeOffset EnteredAt { get; init; }
    public DateTimeOffset? TestedAt { get; init; }
    public bool? Accepted { get; init; }
    public string? TestResult { get; init; }
}
