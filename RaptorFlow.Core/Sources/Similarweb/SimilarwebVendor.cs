using System.Globalization;
using System.Net;
using System.Text.Json;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.Similarweb;

/// <summary>
/// Similarweb, version 5 of its API (docs.similarweb.com); the versions before it were to end on 6 October 2026. 401 means two things: in JSON that
/// there is no data, as a line of text that the key is wrong. Credits are charged by the month and the site; errors are not.
/// </summary>
internal sealed class SimilarwebVendor : Vendor
{
    public const string Id = "similarweb";

    public override string Name => Id;

    public override string Title => "Similarweb";

    public override Uri BaseAddress { get; } = new("https://api.similarweb.com/");

    public override IReadOnlyList<CredentialField> Fields { get; } = [new("api_key", "API key")];

    public override VendorLimits Limits { get; } = new(10, null, null);

    // Credits come with the contract; an installation sets Sources:Vendors:similarweb:Prices:credit.
    public override IReadOnlyDictionary<string, decimal> Prices { get; } = new Dictionary<string, decimal> { ["credit"] = 0 };

    public override string? Said(SourceResponse answer) => Error(answer)?.Message;

    /// <summary>What the key may be used for; it costs nothing.</summary>
    public override async Task<string> TestAsync(SourceCall call, CancellationToken cancellationToken)
    {
        var answer = await call.GetAsync(call.Address("capabilities", ("api_key", call["api_key"])), [("api-key", call["api_key"])], cancellationToken);
        if (!answer.Succeeded)
            throw Failure(answer);
        return answer.Read(json => json.Count("remaining_hits")) is { } left
            ? string.Create(CultureInfo.InvariantCulture, $"The key is accepted; {left:N0} hits are left.")
            : "The key is accepted.";
    }

    /// <returns>The rows; none when there is no data on the site.</returns>
    public static async Task<IReadOnlyList<JsonElement>> GetAsync(SourceCall call, string path, IEnumerable<(string, string?)> query, CancellationToken cancellationToken)
    {
        var answer = await call.GetAsync(call.Address($"v5/website-analysis/websites/{path}", [.. query, ("format", "json")]), [("api-key", call["api_key"]), ("Accept", "application/json")], cancellationToken);
        if (answer.Succeeded)
            return answer.Read<IReadOnlyList<JsonElement>>(json => [.. json.Items("data")]);
        return answer.Status == HttpStatusCode.Unauthorized && Error(answer) is { Key: false } ? [] : throw Failure(answer);
    }

    private static SourceException Failure(SourceResponse answer) => Error(answer) switch
    {
        { Key: true } => SourceException.Refused("It refuses the key: invalid API key."),
        { Code: "101" } error => new(SourceStatus.Failed, $"It has no data of these months yet: {error.Message}"),
        { Code: "102" } error => new(SourceStatus.Failed, $"It does not count by the month: {error.Message}"),
        { Code: "103" } error => new(SourceStatus.Failed, $"Its plan does not have the country: {error.Message}"),
        var error => SourceException.From(answer.Status, error?.Message),
    };

    private static Failing? Error(SourceResponse answer)
    {
        if (answer.JsonIfAny() is not { } json)
            return answer.Status == HttpStatusCode.Unauthorized ? new(true, null, "invalid API key") : null;
        var said = json.Field("meta") ?? json.Field("error") ?? json;
        if (said.ValueKind == JsonValueKind.String)
            return new(false, null, said.GetString()!.Cut(200));
        var message = (said.Text("error_message") ?? said.Text("message") ?? said.Text("detail"))?.Cut(200);
        return new(message?.Contains("api key", StringComparison.OrdinalIgnoreCase) == true, said.Text("error_code") ?? said.Text("code"), message);
    }

    /// <param name="Key">It is the key that is wrong.</param>
    /// <param name="Code">The vendor's own.</param>
    /// <param name="Message">In its words.</param>
    private sealed record Failing(bool Key, string? Code, string? Message);
}
