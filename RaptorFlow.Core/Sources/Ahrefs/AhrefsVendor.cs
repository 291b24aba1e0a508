using System.Globalization;
using System.Net;
using System.Text.Json;

namespace RaptorFlow.Core.Sources.Ahrefs;

/// <summary>
/// Ahrefs, version 3 of its API (docs.ahrefs.com). Lists want <c>select</c>, those on sites a <c>date</c>; none has an offset; money is in US cents.
/// A request costs its rows times the price of its fields, and 50 units at least; what it did cost stands in its head.
/// </summary>
internal sealed class AhrefsVendor : Vendor
{
    public const string Id = "ahrefs";

    public const int LeastUnits = 50;

    public override string Name => Id;

    public override string Title => "Ahrefs";

    public override Uri BaseAddress { get; } = new("https://api.ahrefs.com/v3/");

    public override IReadOnlyList<CredentialField> Fields { get; } = [new("api_key", "API key")];

    public override VendorLimits Limits { get; } = new(null, 60, null);

    // Units come with the plan, and what they cost is not published; an installation sets Sources:Vendors:ahrefs:Prices:unit.
    public override IReadOnlyDictionary<string, decimal> Prices { get; } = new Dictionary<string, decimal> { ["unit"] = 0 };

    public override string Remark => "Keys end a year after they were made.";

    public override string? Said(SourceResponse answer) => answer.JsonIfAny()?.Text("error");

    public override async Task<string> TestAsync(SourceCall call, CancellationToken cancellationToken)
    {
        var usage = (await GetAsync(call, "subscription-info/limits-and-usage", [], _ => 0, json => json.Field("limits_and_usage") ?? json, cancellationToken)).Value;
        var used = usage.Count("units_usage_api_key") ?? usage.Count("units_usage_workspace") ?? 0;
        var limit = usage.Count("units_limit_api_key") ?? usage.Count("units_limit_workspace");
        return limit is null
            ? string.Create(CultureInfo.InvariantCulture, $"The key is accepted; {used:N0} API units are used this month.")
            : string.Create(CultureInfo.InvariantCulture, $"The key is accepted; {used:N0} of {limit:N0} API units are used this month.");
    }

    /// <param name="call">With whose key.</param>
    /// <param name="report">As in <c>site-explorer/domain-rating</c>.</param>
    /// <param name="query">Its parameters.</param>
    /// <param name="units">What it costs by the documentation; counts when the answer does not say.</param>
    /// <param name="read">Reads the answer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<SourcePart<T>> GetAsync<T>(
        SourceCall call, string report, IEnumerable<(string, string?)> query, Func<T, int> units, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        var answer = await call.GetAsync(call.Address(report, query), [("Authorization", $"Bearer {call["api_key"]}"), ("Accept", "application/json")], cancellationToken);
        if (!answer.Succeeded)
            throw Failure(answer);
        var value = answer.Read(read);
        // From its cache it is free, and said to be 0.
        return long.TryParse(answer.Header("x-api-units-cost-total-actual") ?? answer.Header("x-api-units-cost-total"), NumberStyles.None, CultureInfo.InvariantCulture, out var charged)
            ? new(value, call.Tariff.Micros("unit", charged))
            : new(value, call.Tariff.Micros("unit", units(value)), Estimated: true);
    }

    /// <summary>The newest day that is over everywhere.</summary>
    public static string Yesterday(SourceCall call) => call.Time.GetUtcNow().AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static int UnitsOf(int rows, int unitsPerRow) => Math.Max(LeastUnits, rows * unitsPerRow);

    private static SourceException Failure(SourceResponse answer)
    {
        var said = answer.JsonIfAny()?.Text("error");
        return answer.Status == HttpStatusCode.Forbidden && said?.Contains("unit", StringComparison.OrdinalIgnoreCase) == true
            ? SourceException.OverQuota($"Its units are used up: {said.Cut(200)}")
            : SourceException.From(answer.Status, said);
    }
}
