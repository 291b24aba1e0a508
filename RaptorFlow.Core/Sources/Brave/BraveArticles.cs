using System.Globalization;
using System.Text.Json;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.Brave;

/// <summary>The press first (<c>news/search</c>, pages of 50); what that leaves open is filled from the web (<c>web/search</c>, one page of 20).</summary>
internal sealed class BraveArticles() : Source<ArticleQuestion, Article>(BraveVendor.Id, SourceKinds.Articles)
{
    private const int MostWords = 50;
    private const int MostOfNewsPage = 50;
    private const int MostOfWebPage = 20;

    // Where the vendor's code is the language's own; others it refuses.
    private static readonly HashSet<string> Languages =
    [
        "ar", "eu", "bn", "bg", "ca", "hr", "cs", "da", "nl", "en", "et", "fi", "fr", "gl", "de", "gu", "he", "hi", "hu", "is", "it", "kn", "ko", "lv", "lt", "ms", "ml", "mr", "nb", "pl", "pa", "ro", "ru", "sr",
        "sk", "sl", "es", "sv", "ta", "te", "th", "tr", "uk", "vi",
    ];

    protected override long MostMicros(ArticleQuestion question, Tariff tariff) => tariff.Micros("request", Pages(question) + 1);

    protected override async Task<SourceReply<Article>> AskAsync(ArticleQuestion question, SourceCall call, CancellationToken cancellationToken)
    {
        var parts = new SourceParts();
        List<Article> found = [];
        var more = true;
        // The offset counts pages, and pages may overlap.
        for (var page = 0; page < Pages(question) && more; page++)
        {
            var results = await PageAsync(parts, "more news", question, call, "news/search", Math.Min(question.Limit, MostOfNewsPage), page, cancellationToken);
            more = results.Count == MostOfNewsPage;
            Add(results);
        }
        if (found.Count < question.Limit)
            Add(await PageAsync(parts, "the web", question, call, "web/search", Math.Min(question.Limit - found.Count, MostOfWebPage), 0, cancellationToken));
        if (Words(question.Query).Length > MostWords)
            parts.Remark("Only the first 50 words were looked for.");
        return parts.Reply<Article>([.. found.Take(question.Limit)], "search");

        void Add(IEnumerable<Article> articles) => found = [.. found.Concat(articles).DistinctBy(article => article.Address)];
    }

    private static int Pages(ArticleQuestion question) => (question.Limit + MostOfNewsPage - 1) / MostOfNewsPage;

    private static async Task<IReadOnlyList<Article>> PageAsync(SourceParts parts, string name, ArticleQuestion question, SourceCall call, string path, int count, int page, CancellationToken cancellationToken)
    {
        var results = await parts.AskAsync<IReadOnlyList<Article>>(name, async () =>
        {
            var answer = await BraveVendor.GetAsync(call, path, Query(question, call, count, page), cancellationToken);
            return new([.. Results(answer).Select(json => Read(json, question.Language)).OfType<Article>()], call.Tariff.Micros("request"));
        });
        return results ?? [];
    }

    private static IEnumerable<(string, string?)> Query(ArticleQuestion question, SourceCall call, int count, int page) =>
    [
        ("q", string.Join(' ', Words(question.Query).Take(MostWords))), ("count", count.ToString(CultureInfo.InvariantCulture)), ("offset", page == 0 ? null : page.ToString(CultureInfo.InvariantCulture)),
        ("freshness", Freshness(question, DateOnly.FromDateTime(call.Time.GetUtcNow().UtcDateTime))),
        ("search_lang", question.Language is { } language && Languages.Contains(language) ? language : null), ("text_decorations", "false"),
    ];

    private static string[] Words(string query) => query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static string? Freshness(ArticleQuestion question, DateOnly today) => (question.From, question.To) switch
    {
        (null, null) => null,
        var (from, to) => string.Create(CultureInfo.InvariantCulture, $"{from ?? new(2000, 1, 1):yyyy-MM-dd}to{to ?? today:yyyy-MM-dd}"),
    };

    // News stand at the top, the web's in a block that may be absent; what did not match at all is said to be bad.
    private static IEnumerable<JsonElement> Results(JsonElement answer) =>
        answer.Field("query")?.Field("bad_results") is { ValueKind: JsonValueKind.True } ? [] : answer.Field("web")?.Items("results") ?? answer.Items("results");

    private static Article? Read(JsonElement json, string? language) => json.Text("url") is { Length: > 0 } address && SourceText.Plain(json.Text("title")) is { } title ? new()
    {
        Source = BraveVendor.Id,
        Address = address,
        Title = title,
        Summary = SourceText.Plain(json.Text("description")),
        Outlet = json.Field("profile")?.Text("name") ?? json.Field("meta_url")?.Text("hostname") ?? (Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.Host : null),
        PublishedAt = json.Time("page_age"),
        Language = json.Text("language") is { Length: 2 } own ? own : language,
    }
    : null;
}
