using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Sources.Credentials;

namespace RaptorFlow.Core.Sources;

/// <summary>The vendors that this build knows, each with its connections.</summary>
internal sealed class Vendors : IDisposable
{
    private readonly Dictionary<string, (Vendor Vendor, VendorChannel Channel)> _known;
    private readonly IOptionsMonitor<SourceOptions> _options;
    private readonly CredentialStore _credentials;
    private readonly TimeProvider _time;

    public Vendors(IEnumerable<Vendor> vendors, SourceQuotas quotas, CredentialStore credentials, IOptionsMonitor<SourceOptions> options, TimeProvider time, ILogger<VendorChannel> logger)
    {
        (_options, _credentials, _time) = (options, credentials, time);
        _known = vendors.ToDictionary(vendor => vendor.Name, vendor => (vendor, new VendorChannel(vendor, quotas, options, time, logger)), StringComparer.Ordinal);
    }

    public IEnumerable<Vendor> All => _known.Values.Select(known => known.Vendor).OrderBy(vendor => vendor.Name, StringComparer.Ordinal);

    public Vendor Get(string name) => _known[name].Vendor;

    public Vendor? Find(string name) => _known.TryGetValue(name, out var known) ? known.Vendor : null;

    public string CircuitOf(Vendor vendor) => _known[vendor.Name].Channel.Circuit;

    public VendorSettings SettingsOf(Vendor vendor) => _options.CurrentValue.Vendors.GetValueOrDefault(vendor.Name) ?? new();

    public SourceCall CallOf(Vendor vendor, Credential credential)
    {
        var settings = SettingsOf(vendor);
        var prices = vendor.Prices.ToDictionary(price => price.Key, price => settings.Prices.TryGetValue(price.Key, out var own) ? own : price.Value, StringComparer.Ordinal);
        return new(_known[vendor.Name].Channel, credential, new(prices), (vendor.BaseAddress, settings.BaseAddress), settings.Options, _credentials, _time);
    }

    public void Dispose()
    {
        foreach (var (_, channel) in _known.Values)
            channel.Dispose();
    }
}
