using System.Globalization;
using System.Text.Json;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.X;

/// <summary>
/// Posts of the last seven days: <c>tweets/search/recent</c>, 10 to 100 a page. Authors are left out: naming them is charged at twice the price of
/// the posts themselves.
/// </summary>
internal sealed class XMentions() : Source<MentionQuestion, Mention>(XVendor.Id, SourceKinds.Mentions)
{
    private const int LeastOfPage = 10;
    private const int MostOfPage = 100;

    // Pages may be short, and one after the other be so.
    private const int MostPages = 10;

    private static readonly TimeSpan Back = TimeSpan.FromDays(7);

    // The last page has ten posts, however few are wanted.
    protected override long MostMicros(MentionQuestion question, Tariff tariff) => tariff.Micros("post", question.Limit + LeastOfPage - 1);

    protected override async Task<SourceReply<Mention>> AskAsync(MentionQuestion question, SourceCall call, CancellationToken cancellationToken)
    {
        var parts = new SourceParts();
        List<Mention> mentions = [];
        var (words, whole) = XQuery.Of(question.Query, question.Language);
        if (!whole)
            parts.Remark("Not all words were looked for: its queries have at most 512 characters.");
        var now = call.Time.GetUtcNow();
        if (question.Since < now - Back)
            parts.Remark("It looks back seven days.");
        string? token = null;
        for (var page = 0; page < MostPages && mentions.Count < question.Limit; page++)
        {
            var found = await parts.AskAsync("more posts", () => PageAsync(
            [
                ("query", words), ("max_results", Math.Clamp(question.Limit - mentions.Count, LeastOfPage, MostOfPage).ToString(CultureInfo.InvariantCulture)),
                ("tweet.fields", "created_at,lang,public_metrics"), ("start_time", question.Since is { } since && since > now - Back ? since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : null),
                ("next_token", token),
            ], call, cancellationToken));
            mentions.AddRange(found?.Mentions ?? []);
            if (found?.Error is { } error)
                parts.Remark($"It says besides: {error.Cut(200)}");
            token = found?.Next;
            if (token is null)
                break;
        }
        return new([.. mentions.DistinctBy(mention => mention.Address).Take(question.Limit)], "tweets/search/recent", parts.CostMicros) { Partial = parts.Partial };
    }

    private static async Task<SourcePart<Page>> PageAsync(IEnumerable<(string, string?)> query, SourceCall call, CancellationToken cancellationToken)
    {
        var json = await XVendor.GetAsync(call, "tweets/search/recent", query, cancellationToken);
        var error = json.Field("errors") is null ? null : XVendor.Said(json);
        // Without posts there is no "data" at all, but a count of 0.
        if (error is not null && json.Field("data") is null && json.Field("meta") is null)
            throw new SourceException(SourceStatus.Failed, $"It refused the question: {error.Cut(200)}");
        List<JsonElement> posts = [.. json.Items("data")];
        return new(new([.. posts.Select(Read).OfType<Mention>()], json.Field("meta")?.Text("next_token"), error), call.Tariff.Micros("post", posts.Count));
    }

    private static Mention? Read(JsonElement post) => post.Text("id") is { Length: > 0 } id && post.Text("text") is { Length: > 0 } text ? new()
    {
        Source = XVendor.Id,
        Address = $"https://x.com/i/web/status/{id}",
        Text = text,
        At = post.Time("created_at"),
        Language = post.Text("lang") is { Length: 2 } language ? language : null,
        Likes = post.Field("public_metrics")?.Count("like_count"),
        Replies = post.Field("public_metrics")?.Count("reply_count"),
        Reposts = post.Field("public_metrics")?.Count("retweet_count"),
    }
    : null;

    private sealed record Page(IReadOnlyList<Mention> Mentions, string? Next, string? Error);
}
