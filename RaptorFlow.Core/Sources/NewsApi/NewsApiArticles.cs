using System.Globalization;
using System.Text.Json;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.NewsApi;

/// <summary>Articles of the press: <c>GET /v2/everything</c>.</summary>
internal sealed class NewsApiArticles() : Source<ArticleQuestion, Article>(NewsApiVendor.Id, SourceKinds.Articles)
{
    private const int MostOfPage = 100;

    // What the vendor knows; others are left to it to guess.
    private static readonly HashSet<string> Languages = ["ar", "de", "en", "es", "fr", "he", "it", "nl", "no", "pt", "ru", "sv", "ud", "zh"];

    protected override long MostMicros(ArticleQuestion question, Tariff tariff) => tariff.Micros("request");

    protected override async Task<SourceReply<Article>> AskAsync(ArticleQuestion question, SourceCall call, CancellationToken cancellationToken)
    {
        var (articles, total) = await NewsApiVendor.GetAsync(call, "everything",
        [
            ("q", question.Query), ("from", Day(question.From)), ("to", Day(question.To)), ("sortBy", "relevancy"),
            ("language", question.Language is { } language && Languages.Contains(language) ? language : null),
            ("pageSize", Math.Min(question.Limit, MostOfPage).ToString(CultureInfo.InvariantCulture)), ("page", "1"),
        ], cancellationToken);
        List<Article> read = [.. articles.Where(IsThere).Select(json => Read(json, question.Language))];
        return new(read, "everything", call.Tariff.Micros("request"))
        {
            Partial = total > articles.Count ? string.Create(CultureInfo.InvariantCulture, $"{articles.Count:N0} of {total:N0} articles, the most relevant.") : null,
        };
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // Articles that were taken down are still listed.
    private static bool IsThere(JsonElement json) => json.Text("url") is { Length: > 0 } && json.Text("title") is { Length: > 0 } title && title != "[Removed]";

    private static Article Read(JsonElement json, string? language) => new()
    {
        Source = NewsApiVendor.Id,
        Address = json.Text("url")!,
        Title = json.Text("title")!,
        Summary = json.Text("description"),
        Outlet = json.Field("source")?.Text("name"),
        Author = json.Text("author"),
        PublishedAt = json.Time("publishedAt"),
        Language = language,
    };
}
