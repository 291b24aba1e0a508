using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace RaptorFlow.Core.Web;

/// <summary>Configuration section <c>Web</c>: what is fetched from addresses that users give, and from where.</summary>
public sealed class WebOptions
{
    public const string Section = "Web";

    private const string Outside = Section + ":{0} must lie between {1} and {2}.";

    /// <summary>How much of an answer is read, in bytes after decompression; more is refused.</summary>
    [Range(1024, 256 * 1024 * 1024, ErrorMessage = Outside)]
    public int MaximumBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>For all of a request: its redirects, robots.txt, and the body to its last byte.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ParseLimitsInInvariantCulture = true, ErrorMessage = Outside)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For the connection alone, name resolution and TLS included.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ParseLimitsInInvariantCulture = true, ErrorMessage = Outside)]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Where those whose pages are fetched can complain: an address or an e-mail address, shown in the user agent.</summary>
    [StringLength(200, ErrorMessage = Section + ":{0} is longer than {1} characters.")]
    [RegularExpression("^[!-'*-~]+$", ErrorMessage = Section + ":{0} is an address without spaces and parentheses, such as https://example.com/bot.")]
    public string? Contact { get; set; }

    /// <summary>Networks that may be reached although they are not public, in CIDR notation: <c>10.1.0.0/16</c>. None unless an operator names them.</summary>
    public List<string> AllowedNetworks { get; } = [];

    /// <summary>How many requests one host has to bear at once from one process.</summary>
    [Range(1, 64, ErrorMessage = Outside)]
    public int RequestsPerHost { get; set; } = 2;
}

internal sealed class WebOptionsValidator : IValidateOptions<WebOptions>
{
    public ValidateOptionsResult Validate(string? name, WebOptions options)
    {
        List<string> errors = [.. options.AllowedNetworks.Select((network, i) => (network, i)).Where(n => !IPNetwork.TryParse(n.network, out _))
            .Select(n => FormattableString.Invariant($"{WebOptions.Section}:AllowedNetworks:{n.i} is '{n.network}', which is no network such as 10.1.0.0/16 or fd00:1::/64."))];
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
