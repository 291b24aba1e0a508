using System.Globalization;
using System.Text.RegularExpressions;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.Semrush;

/// <summary>
/// Semrush, version 3 of its API (developer.semrush.com/api). Version 3 is deprecated since 16 November 2026 and shut down at the end of 2027; keys of
/// version 4 are refused by it. Its answers are tables, <c>;</c> between the cells; its errors are lines of text, under any status.
/// </summary>
internal sealed partial class SemrushVendor : Vendor
{
    public const string Id = "semrush";

    private const int NothingFound = 50;

    private static readonly Uri Accounts = new("https://www.semrush.com/");

    public override string Name => Id;

    public override string Title => "Semrush";

    public override Uri BaseAddress { get; } = new("https://api.semrush.com/");

    public override IReadOnlyList<CredentialField> Fields { get; } = [new("api_key", "API key (version 3)")];

    public override VendorLimits Limits { get; } = new(10, null, null);

    // 20,000 units for a dollar; an installation with another package sets Sources:Vendors:semrush:Prices:unit.
    public override IReadOnlyDictionary<string, decimal> Prices { get; } = new Dictionary<string, decimal> { ["unit"] = 0.00005m };

    public override string Remark => "Keys of version 3 work until the end of 2027; keys of version 4 are refused.";

    public override string? Said(SourceResponse answer) => Error(answer) is { Message: var message } ? message : null;

    /// <summary>The balance, which costs nothing to look up. It is documented on http, where nobody should send a key.</summary>
    public override async Task<string> TestAsync(SourceCall call, CancellationToken cancellationToken)
    {
        var answer = await call.GetAsync(call.AddressAt(Accounts, "users/countapiunits.html", ("key", call["api_key"])), [], cancellationToken);
        ThrowIfFailed(call, answer);
        return long.TryParse(answer.Text.Trim(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var units)
            ? string.Create(CultureInfo.InvariantCulture, $"The key is accepted; {units:N0} API units are left.")
            : throw SourceException.Unreadable("it is no number of units.");
    }

    /// <param name="call">With whose key.</param>
    /// <param name="path">Of the reports on backlinks; empty for all others.</param>
    /// <param name="query">The report, without the key.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Without rows when there is nothing on this.</returns>
    public static async Task<SemrushTable> GetAsync(SourceCall call, string path, IEnumerable<(string, string?)> query, CancellationToken cancellationToken)
    {
        // Quoted, since a keyword may hold the separator.
        var answer = await call.GetAsync(call.Address(path, [.. query, ("export_escape", "1"), ("key", call["api_key"])]), [], cancellationToken);
        if (Error(answer) is { Code: NothingFound })
            return SemrushTable.Empty;
        ThrowIfFailed(call, answer);
        return SemrushTable.Parse(answer.Text);
    }

    /// <summary>The vendor's name of a market's database.</summary>
    public static string DatabaseOf(string country) => country == "GB" ? "uk" : country.ToLowerInvariant();

    public static long Micros(Tariff tariff, int units) => tariff.Micros("unit", units);

    private static void ThrowIfFailed(SourceCall call, SourceResponse answer)
    {
        if (Error(answer) is not { } error)
        {
            if (!answer.Succeeded)
                throw SourceException.From(answer.Status);
            return;
        }
        var said = string.Create(CultureInfo.InvariantCulture, $"{call.Credential.Without(error.Message)} ({error.Code}).");
        throw error.Code switch
        {
            >= 120 and <= 130 => SourceException.Refused($"It refuses the key: {said}"),
            >= 131 and <= 139 => SourceException.OverQuota($"Its units or its limit are used up: {said}"),
            _ => new SourceException(SourceStatus.Failed, $"It refused the question: {said}"),
        };
    }

    private static (int Code, string Message)? Error(SourceResponse answer)
    {
        if (answer.Body is not [(byte)'E', (byte)'R', ..])
            return null;
        var match = ErrorLine().Match(answer.Text);
        return match.Success ? (int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), match.Groups[2].Value.Trim().Cut(200)) : null;
    }

    [GeneratedRegex(@"^ERROR (\d{1,5})\s*::\s*([^\r\n]*)", RegexOptions.CultureInvariant)]
    private static partial Regex ErrorLine();
}
