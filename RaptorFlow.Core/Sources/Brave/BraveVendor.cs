using System.Globalization;
using System.Text.Json;

namespace RaptorFlow.Core.Sources.Brave;

/// <summary>
/// Brave's search index (api-dashboard.search.brave.com). A wrong key is a 422, as a wrong question is; the code in the body tells them apart. One
/// head names several windows (a second, a month), each with its own reset in seconds from now. Only requests that succeed are charged.
/// </summary>
internal sealed class BraveVendor : Vendor
{
    public const string Id = "brave";

    public override string Name => Id;

    public override string Title => "Brave Search";

    public override Uri BaseAddress { get; } = new("https://api.search.brave.com/res/v1/");

    public override IReadOnlyList<CredentialField> Fields { get; } = [new("api_key", "Subscription token")];

    // Of the plan sold today; keys of older plans may ask once a second.
    public override VendorLimits Limits { get; } = new(50, null, null);

    public override IReadOnlyDictionary<string, decimal> Prices { get; } = new Dictionary<string, decimal> { ["request"] = 0.005m };

    public override TimeSpan? Wait(SourceResponse answer, TimeProvider time)
    {
        var left = Windows(answer, "X-RateLimit-Remaining");
        var resets = Windows(answer, "X-RateLimit-Reset");
        var full = resets.Where((_, i) => i < left.Count && left[i] <= 0).ToList();
        return full.Count > 0 ? TimeSpan.FromSeconds(full.Max()) : base.Wait(answer, time) ?? (resets.Count > 0 ? TimeSpan.FromSeconds(resets[0]) : null);
    }

    public override string? Said(SourceResponse answer) => Error(answer)?.Text("detail");

    public override async Task<string> TestAsync(SourceCall call, CancellationToken cancellationToken)
    {
        await GetAsync(call, "web/search", [("q", "brave"), ("count", "1")], cancellationToken);
        return "The key is accepted.";
    }

    /// <returns>The answer, with whatever blocks it has.</returns>
    public static async Task<JsonElement> GetAsync(SourceCall call, string path, IEnumerable<(string, string?)> query, CancellationToken cancellationToken)
    {
        var answer = await call.GetAsync(call.Address(path, query), [("X-Subscription-Token", call["api_key"]), ("Accept", "application/json")], cancellationToken);
        if (!answer.Succeeded)
            throw Failure(answer);
        return answer.Json();
    }

    private static SourceException Failure(SourceResponse answer)
    {
        if (Error(answer) is not { } error)
            return SourceException.From(answer.Status);
        var said = (error.Text("detail") ?? error.Text("code") ?? "").Cut(200);
        return error.Text("code") switch
        {
            "SUBSCRIPTION_TOKEN_INVALID" or "SUBSCRIPTION_TOKEN_MISSING" or "SUBSCRIPTION_NOT_FOUND" => SourceException.Refused($"It refuses the key: {said}"),
            "OPTION_NOT_IN_PLAN" or "RESOURCE_NOT_ALLOWED" => SourceException.Refused($"Its plan does not include this: {said}"),
            "RATE_LIMITED" or "QUOTA_LIMITED" => SourceException.OverQuota($"Its plan's requests are used up: {said}"),
            "VALIDATION" when IsOfKey(error) => SourceException.Refused("It was shown no key."),
            _ => SourceException.From(answer.Status, said),
        };
    }

    // One error, or a list of them, by the version of the API.
    private static JsonElement? Error(SourceResponse answer)
    {
        if (answer.Succeeded || answer.JsonIfAny() is not { } json)
            return null;
        return json.Field("error") ?? json.Items("errors").Select(error => (JsonElement?)error).FirstOrDefault();
    }

    private static bool IsOfKey(JsonElement error) => error.Field("meta")?.Items("errors").SelectMany(e => e.Items("loc"))
        .Any(place => place.ValueKind == JsonValueKind.String && "x-subscription-token".Equals(place.GetString(), StringComparison.OrdinalIgnoreCase)) == true;

    private static List<double> Windows(SourceResponse answer, string header) => [.. (answer.Header(header) ?? "").Split(',')
        .Select(window => double.TryParse(window, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).Where(double.IsFinite)];
}
