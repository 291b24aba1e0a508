using Microsoft.Extensions.Options;

namespace RaptorFlow.Core.Sources;

/// <summary>Every error at once, each naming its setting.</summary>
internal sealed class SourceOptionsValidator(IEnumerable<Vendor> vendors) : IValidateOptions<SourceOptions>
{
    private readonly Dictionary<string, Vendor> _vendors = vendors.ToDictionary(vendor => vendor.Name, StringComparer.OrdinalIgnoreCase);

    public ValidateOptionsResult Validate(string? name, SourceOptions options)
    {
        List<string> errors = [.. options.Vendors.SelectMany(entry => _vendors.TryGetValue(entry.Key, out var vendor)
            ? Errors($"{SourceOptions.Section}:Vendors:{entry.Key}", vendor, entry.Value)
            : [$"{SourceOptions.Section}:Vendors:{entry.Key} is no source; they are {string.Join(", ", _vendors.Keys.Order(StringComparer.Ordinal))}."])];
        errors.AddRange(options.Prefer.Where(entry => !RaptorFlow.Sources.SourceKinds.All.Contains(entry.Key))
            .Select(entry => $"{SourceOptions.Section}:Prefer:{entry.Key} is no kind; they are {string.Join(", ", RaptorFlow.Sources.SourceKinds.All)}."));
        errors.AddRange(options.Prefer.SelectMany(entry => entry.Value.Where(vendor => !_vendors.ContainsKey(vendor)).Select(vendor => $"{SourceOptions.Section}:Prefer:{entry.Key} names {vendor}, which is no source.")));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Errors(string path, Vendor vendor, VendorSettings settings)
    {
        foreach (var field in settings.Credential.Keys.Where(key => !vendor.Fields.Any(field => field.Name.Equals(key, StringComparison.OrdinalIgnoreCase))))
            yield return $"{path}:Credential:{field} is not known; {(vendor.Fields.Count == 0 ? $"{vendor.Title} needs no credential" : $"it has {string.Join(", ", vendor.Fields.Select(f => f.Name))}")}.";
        if (settings.BaseAddress is { } address && (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https")))
            yield return $"{path}:BaseAddress is no http or https address.";
        else if (settings.BaseAddress?.AbsolutePath.EndsWith('/') == false)
            yield return $"{path}:BaseAddress must end with a slash.";
        foreach (var (key, price) in settings.Prices)
        {
            if (!vendor.Prices.ContainsKey(key))
                yield return $"{path}:Prices:{key} is not charged for; {vendor.Title} has {(vendor.Prices.Count == 0 ? "no prices" : string.Join(", ", vendor.Prices.Keys))}.";
            else if (price < 0)
                yield return FormattableString.Invariant($"{path}:Prices:{key} is {price}; it must be 0 or more.");
        }
        foreach (var (limit, value) in new[] { (nameof(settings.PerSecond), settings.PerSecond), (nameof(settings.PerMinute), settings.PerMinute), (nameof(settings.PerDay), settings.PerDay) })
        {
            if (value <= 0)
                yield return FormattableString.Invariant($"{path}:{limit} is {value}; it must be 1 or more.");
        }
    }
}
