namespace RaptorFlow.Core.Web;

/// <summary>Addresses that users give.</summary>
internal static class WebAddress
{
    public const int MaximumLength = 2000;

    /// <exception cref="WebFetchException">It is none that can be fetched.</exception>
    public static Uri Parse(string text) => text.Length <= MaximumLength && Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address)
        ? Check(address)
        : throw Invalid("This is not a whole address of up to 2,000 characters.");

    /// <exception cref="WebFetchException">It is none that can be fetched.</exception>
    public static Uri Check(Uri address)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps) || address.IdnHost.Length == 0)
            throw Invalid("Only http and https addresses are fetched.");
        if (address.UserInfo.Length > 0)
            throw Invalid("The address holds a user name or password, which would be sent and kept.");
        // Below 1024 there are mail, DNS and others that would take a request for a command of theirs.
        if (address.Port is < 1024 and not (80 or 443))
            throw Invalid($"The port {address.Port} is none of the web's.");
        return address.Fragment.Length == 0 ? address : new(address.GetLeftPart(UriPartial.Query));
    }

    /// <summary>The same for all ways to write the same address.</summary>
    public static string Normalise(Uri address) => $"{Origin(address)}{address.PathAndQuery}";

    /// <summary>Scheme, host and, where it is not the scheme's own, port.</summary>
    public static string Origin(Uri address)
    {
        var host = address.HostNameType == UriHostNameType.IPv6 ? $"[{address.IdnHost}]" : address.IdnHost.ToLowerInvariant();
        return address.IsDefaultPort ? $"{address.Scheme}://{host}" : FormattableString.Invariant($"{address.Scheme}://{host}:{address.Port}");
    }

    private static WebFetchException Invalid(string message) => new(WebRefusal.InvalidAddress, message, "Give the address as a browser shows it: https://example.com/page.");
}
