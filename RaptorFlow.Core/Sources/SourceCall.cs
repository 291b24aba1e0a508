using RaptorFlow.Core.Sources.Credentials;

namespace RaptorFlow.Core.Sources;

/// <summary>What a source may use to answer one question: the credential, the prices, the vendor's address. Each request counts against the quota.</summary>
internal sealed class SourceCall(VendorChannel channel, Credential credential, Tariff tariff, (Uri OfVendor, Uri? Own) baseAddress, IReadOnlyDictionary<string, string> options, CredentialStore credentials, TimeProvider time)
{
    /// <summary>As it stands now; a renewal in the middle of a call replaces it.</summary>
    public Credential Credential { get; private set; } = credential;

    public Tariff Tariff => tariff;

    public TimeProvider Time => time;

    /// <summary>A setting that the vendor has of its own; null when it is not set.</summary>
    public string? Option(string name) => options.GetValueOrDefault(name);

    /// <summary>A part of the credential; empty when it was not entered.</summary>
    public string this[string field] => Credential.Fields.GetValueOrDefault(field, "");

    /// <summary>An address below the vendor's.</summary>
    public Uri Address(string path, params IEnumerable<(string Name, string? Value)> query) => AddressAt(baseAddress.OfVendor, path, query);

    /// <summary>An address at another host of the vendor's; where the installation names its own address, below that all the same.</summary>
    public Uri AddressAt(Uri host, string path, params IEnumerable<(string Name, string? Value)> query)
    {
        var given = string.Join('&', query.Where(q => q.Value is not null).Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value!)}"));
        return new(baseAddress.Own ?? host, given.Length == 0 ? path : $"{path}?{given}");
    }

    /// <summary>Asks, and asks again where that can help: what only reads after every failure that may pass, what changes something only when it was never sent.</summary>
    /// <param name="request">Makes the request; called again for each attempt.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whatever the vendor answered, but for 408, 429 and 5xx.</returns>
    /// <exception cref="SourceException">No answer, or one of those.</exception>
    public Task<SourceResponse> SendAsync(Func<HttpRequestMessage> request, CancellationToken cancellationToken) => channel.SendAsync(request, Credential, cancellationToken);

    public Task<SourceResponse> GetAsync(Uri address, IEnumerable<(string Name, string Value)> headers, CancellationToken cancellationToken) => SendAsync(() =>
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }, cancellationToken);

    /// <summary>Waits between two looks at a job of the vendor's.</summary>
    public Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken) => Task.Delay(wait, time, cancellationToken);

    /// <summary>
    /// Exchanges the credential for a newer one, and keeps that: one caller at a time in the whole installation, for many vendors take a refresh
    /// token once only. Who comes second is given what the first got.
    /// </summary>
    public async Task RenewAsync(Func<Credential, CancellationToken, Task<IReadOnlyDictionary<string, string>>> renew, CancellationToken cancellationToken) =>
        Credential = await credentials.RenewAsync(Credential, renew, cancellationToken);
}
