using System.Globalization;
using System.Net;
using System.Text.Json;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.NewsApi;

/// <summary>
/// newsapi.org, version 2 (newsapi.org/docs). The free plan is a sandbox: 100 requests a day and the first 100 articles of a query. Its errors have
/// codes, documented at newsapi.org/docs/errors; <c>maximumResultsReached</c> is not among them and is sent all the same.
/// </summary>
internal sealed class NewsApiVendor : Vendor
{
    public const string Id = "newsapi";

    public override string Name => Id;

    public override string Title => "NewsAPI";

    public override Uri BaseAddress { get; } = new("https://newsapi.org/v2/");

    public override IReadOnlyList<CredentialField> Fields { get; } = [new("api_key", "API key")];

    public override VendorLimits Limits { get; } = new(null, null, 100);

    // The free plan costs nothing; an installation on a paid one sets Sources:Vendors:newsapi:Prices:request.
    public override IReadOnlyDictionary<string, decimal> Prices { get; } = new Dictionary<string, decimal> { ["request"] = 0 };

    public override string? Said(SourceResponse answer) => Error(answer) is { } error ? error.Text("message") : null;

    public override async Task<string> TestAsync(SourceCall call, CancellationToken cancellationToken)
    {
        var (_, total) = await GetAsync(call, "top-headlines", [("country", "us"), ("pageSize", "1")], cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"The key is accepted; {total:N0} headlines are there.");
    }

    /// <returns>The articles, and how many there are in all.</returns>
    public static async Task<(IReadOnlyList<JsonElement> Articles, long Total)> GetAsync(SourceCall call, string path, IEnumerable<(string, string?)> query, CancellationToken cancellationToken)
    {
        var answer = await call.GetAsync(call.Address(path, query), [("X-Api-Key", call["api_key"])], cancellationToken);
        if (Error(answer) is { } error)
            throw Failure(answer.Status, error);
        if (!answer.Succeeded)
            throw SourceException.From(answer.Status);
        return answer.Read<(IReadOnlyList<JsonElement>, long)>(json => ([.. json.Items("articles")], json.Count("totalResults") ?? 0));
    }

    private static JsonElement? Error(SourceResponse answer) => answer.JsonIfAny() is { } json && json.Text("status") == "error" ? json : null;

    private static SourceException Failure(HttpStatusCode status, JsonElement error)
    {
        var said = error.Text("message") ?? error.Text("code");
        return error.Text("code") switch
        {
            "apiKeyDisabled" or "apiKeyInvalid" or "apiKeyMissing" => SourceException.Refused($"It refuses the key: {said}"),
            "apiKeyExhausted" or "rateLimited" => SourceException.OverQuota($"Its plan's requests are used up: {said}"),
            "maximumResultsReached" => new SourceException(SourceStatus.OverQuota, $"Its plan ends here: {said}"),
            _ => SourceException.From(status, said),
        };
    }
}
