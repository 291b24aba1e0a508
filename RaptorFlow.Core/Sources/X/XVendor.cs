using System.Globalization;
using System.Net;
using System.Text.Json;

namespace RaptorFlow.Core.Sources.X;

/// <summary>
/// X, version 2 of its API (docs.x.com), paid by use: every post that is answered with is charged. A 200 may carry errors beside its data, or nothing
/// but errors. Errors come in two shapes. When to ask again is said as a time of day.
/// </summary>
internal sealed class XVendor : Vendor
{
    public const string Id = "x";

    public override string Name => Id;

    public override string Title => "X";

    public override Uri BaseAddress { get; } = new("https://api.x.com/2/");

    public override IReadOnlyList<CredentialField> Fields { get; } = [new("bearer_token", "Bearer token of the app")];

    // 450 in 15 minutes.
    public override VendorLimits Limits { get; } = new(null, 30, null);

    public override IReadOnlyDictionary<string, decimal> Prices { get; } = new Dictionary<string, decimal> { ["post"] = 0.005m };

    public override TimeSpan? Wait(SourceResponse answer, TimeProvider time)
    {
        if (!long.TryParse(answer.Header("x-rate-limit-reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return base.Wait(answer, time);
        var wait = DateTimeOffset.FromUnixTimeSeconds(seconds) - (answer.Headers.Date ?? time.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    public override string? Said(SourceResponse answer) => answer.JsonIfAny() is { } json ? Said(json) : null;

    /// <summary>What the account used this month, which is not charged.</summary>
    public override async Task<string> TestAsync(SourceCall call, CancellationToken cancellationToken)
    {
        var usage = (await GetAsync(call, "usage/tweets", [], cancellationToken)).Field("data");
        return usage?.Text("project_usage") is { } used ? $"The token is accepted; {used} posts were read this month." : "The token is accepted.";
    }

    public static async Task<JsonElement> GetAsync(SourceCall call, string path, IEnumerable<(string, string?)> query, CancellationToken cancellationToken)
    {
        var answer = await call.GetAsync(call.Address(path, query), [("Authorization", $"Bearer {call["bearer_token"]}")], cancellationToken);
        if (answer.Succeeded)
            return answer.Json();
        var said = answer.JsonIfAny() is { } json ? Said(json) : null;
        throw answer.Status == HttpStatusCode.PaymentRequired || (answer.Status == HttpStatusCode.Forbidden && said?.Contains("credit", StringComparison.OrdinalIgnoreCase) == true)
            ? SourceException.OverQuota($"Its credits are used up: {said?.Cut(200)}")
            : SourceException.From(answer.Status, said);
    }

    /// <summary>What an error says, in either shape: a problem document, or a list of codes and messages.</summary>
    public static string? Said(JsonElement json) =>
        json.Text("detail") ?? json.Text("title") ?? json.Items("errors").Select(error => error.Text("detail") ?? error.Text("message") ?? error.Text("title")).OfType<string>().FirstOrDefault();
}
