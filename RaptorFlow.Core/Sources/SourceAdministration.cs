using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Sources.Credentials;

namespace RaptorFlow.Core.Sources;

/// <summary>What a workspace can ask the world outside, and with which credentials.</summary>
public sealed class SourceAdministration
{
    private readonly Vendors _vendors;
    private readonly ILookup<string, string> _kinds;
    private readonly CredentialStore _credentials;
    private readonly CredentialCipher _cipher;
    private readonly SourceQuotas _quotas;

    internal SourceAdministration(Vendors vendors, IEnumerable<ISource> sources, CredentialStore credentials, CredentialCipher cipher, SourceQuotas quotas)
    {
        (_vendors, _credentials, _cipher, _quotas) = (vendors, credentials, cipher, quotas);
        _kinds = sources.ToLookup(source => source.Vendor, source => source.Kind, StringComparer.Ordinal);
    }

    /// <summary>By name, all that this build knows.</summary>
    public async Task<IReadOnlyList<SourceView>> ListAsync(Guid workspaceId, CancellationToken cancellationToken)
    {
        var entered = await _credentials.ListAsync(workspaceId, cancellationToken);
        List<SourceView> views = [];
        foreach (var vendor in _vendors.All)
            views.Add(await ViewAsync(workspaceId, vendor, entered.GetValueOrDefault(vendor.Name), cancellationToken));
        return views;
    }

    /// <summary>The fields of a source's credential; null when there is no such source.</summary>
    public IReadOnlyList<SourceFieldView>? FieldsOf(string source) => _vendors.Find(source) is { } vendor ? Fields(vendor) : null;

    /// <summary>Shows the credential to the vendor, and keeps it unless it is refused. One that cannot be tested now is kept, and said to be untested.</summary>
    /// <param name="workspace">Whose it becomes.</param>
    /// <param name="source">A source that there is and that has fields.</param>
    /// <param name="fields">Values of its fields, all required ones among them.</param>
    /// <param name="cancellationToken">Ends it; nothing is then kept.</param>
    public async Task<CredentialOutcome> EnterAsync(WorkspaceContext workspace, string source, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        if (!_cipher.CanEncrypt)
            return new(CredentialState.NoSealingKey, "This installation has no key to encrypt credentials with (Credentials:Keys).");
        if (_vendors.Get(source).RenewsCredential)
            return await EnterAndTestAsync(workspace, source, fields, cancellationToken);
        var outcome = await AskAsync(_vendors.Get(source), new(source, fields, null, 0), cancellationToken);
        if (outcome.State != CredentialState.Refused)
            await _credentials.EnterAsync(workspace.WorkspaceId, workspace.UserId, source, fields, new(outcome.State == CredentialState.Accepted ? true : null, outcome.Detail), cancellationToken);
        return outcome;
    }

    /// <returns>False when there was none.</returns>
    public Task<bool> RemoveAsync(WorkspaceContext workspace, string source, CancellationToken cancellationToken) =>
        _credentials.RemoveAsync(workspace.WorkspaceId, workspace.UserId, source, cancellationToken);

    /// <summary>Shows the credential in use to the vendor once more; null when there is no such source, or nothing was entered for it.</summary>
    public async Task<CredentialOutcome?> TestAsync(Guid workspaceId, string source, CancellationToken cancellationToken)
    {
        if (_vendors.Find(source) is not { } vendor)
            return null;
        try
        {
            if (await _credentials.FindAsync(workspaceId, vendor, cancellationToken) is not { } credential)
                return null;
            var outcome = await AskAsync(vendor, credential, cancellationToken);
            if (credential.WorkspaceId is not null)
                await _credentials.NoteTestAsync(workspaceId, source, new(outcome.State switch { CredentialState.Accepted => true, CredentialState.Refused => false, _ => null }, outcome.Detail), cancellationToken);
            return outcome;
        }
        catch (SourceException e)
        {
            return new(CredentialState.Refused, e.Message);
        }
    }

    // The test exchanges it, and what it is exchanged for must not be lost.
    private async Task<CredentialOutcome> EnterAndTestAsync(WorkspaceContext workspace, string source, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        await _credentials.EnterAsync(workspace.WorkspaceId, workspace.UserId, source, fields, new(null, "It was not tested yet."), cancellationToken);
        var outcome = (await TestAsync(workspace.WorkspaceId, source, CancellationToken.None))!;
        if (outcome.State == CredentialState.Refused)
            await RemoveAsync(workspace, source, CancellationToken.None);
        return outcome;
    }

    private async Task<CredentialOutcome> AskAsync(Vendor vendor, Credential credential, CancellationToken cancellationToken)
    {
        try
        {
            return new(CredentialState.Accepted, await vendor.TestAsync(_vendors.CallOf(vendor, credential), cancellationToken));
        }
        catch (SourceException e)
        {
            return new(e.Status == RaptorFlow.Sources.SourceStatus.Refused ? CredentialState.Refused : CredentialState.Untested, e.Message);
        }
    }

    private async Task<SourceView> ViewAsync(Guid workspaceId, Vendor vendor, EnteredCredential? entered, CancellationToken cancellationToken)
    {
        var settings = _vendors.SettingsOf(vendor);
        var view = new SourceView
        {
            Name = vendor.Name,
            Title = vendor.Title,
            Kinds = [.. _kinds[vendor.Name].Distinct(StringComparer.Ordinal)],
            Credential = !settings.Enabled ? "switched_off" : vendor.Fields.Count == 0 ? "not_needed" : entered is not null ? "workspace" : _credentials.OfInstallation(vendor) is not null ? "installation" : "none",
            Fields = Fields(vendor),
            RequestsPerDay = settings.PerDay ?? vendor.Limits.PerDay,
            EnteredAt = entered?.EnteredAt,
            TestedAt = entered?.TestedAt,
            Accepted = entered?.Accepted,
            TestResult = entered?.TestResult,
        };
        return view.Credential is "workspace" or "installation" ? view with { RequestsToday = await UsedTodayAsync(workspaceId, vendor, cancellationToken) } : view;
    }

    private async Task<long?> UsedTodayAsync(Guid workspaceId, Vendor vendor, CancellationToken cancellationToken)
    {
        try
        {
            return await _credentials.FindAsync(workspaceId, vendor, cancellationToken) is { } credential ? await _quotas.UsedTodayAsync(credential.Account(vendor.Fields[0].Name), cancellationToken) : null;
        }
        catch (SourceException)
        {
            // It cannot be read any more; the test says so.
            return null;
        }
    }

    private static IReadOnlyList<SourceFieldView> Fields(Vendor vendor) => [.. vendor.Fields.Select(field => new SourceFieldView(field.Name, field.Title, field.Required))];
}

/// <summary>What became of showing a credential to its vendor.</summary>
public enum CredentialState
{
    /// <summary>The vendor takes it.</summary>
    Accepted,

    /// <summary>The vendor could not be asked now.</summary>
    Untested,

    /// <summary>The vendor does not take it.</summary>
    Refused,

    /// <summary>There is no key to encrypt it with.</summary>
    NoSealingKey,
}

/// <param name="State">What became of it.</param>
/// <param name="Detail">A sentence a person reads; no part of the credential stands in it.</param>
public sealed record CredentialOutcome(CredentialState State, string Detail);

/// <summary>A part of a credential.</summary>
/// <param name="Name">As it is entered: <c>api_key</c>.</param>
/// <param name="Title">What the vendor calls it.</param>
/// <param name="Required">Whether nothing works without.</param>
public sealed record SourceFieldView(string Name, string Title, bool Required);

/// <summary>A source as a workspace sees it.</summary>
public sealed record SourceView
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>What it can be asked for: keywords, domains, mentions, articles, trends, designs, feeds, pages.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary><c>workspace</c>, <c>installation</c>, <c>none</c>, <c>not_needed</c> or <c>switched_off</c>.</summary>
    public required string Credential { get; init; }

    /// <summary>What a credential for it has.</summary>
    public required IReadOnlyList<SourceFieldView> Fields { get; init; }

    public DateTimeOffset? EnteredAt { get; init; }

    public DateTimeOffset? TestedAt { get; init; }

    /// <summary>What the vendor said when it was last tested; null: it could not be asked.</summary>
    public bool? Accepted { get; init; }

    public string? TestResult { get; init; }

    /// <summary>Requests of this UTC day on the account in use, by whoever uses it.</summary>
    public long? RequestsToday { get; init; }

    /// <summary>How many there may be a day; null: no limit that this installation knows of.</summary>
    public int? RequestsPerDay { get; init; }
}
