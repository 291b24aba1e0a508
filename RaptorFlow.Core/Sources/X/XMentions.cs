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
    private const string Operation = "tweets/search/recent";
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
        if (words.Length == 0)
            return new([], Operation, 0) { Partial = "There is no word in the question to look for." };
        if (!whole)
            parts.Remark("Not all words were looked for: its queries have at most 512 characters.");
        // Further back it refuses the question; without a start it goes as far as it can.
        var earliest = call.Time.GetUtcNow() - Back;
        var since = question.Since > earliest ? question.Since.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : null;
        if (question.Since < earliest)
            parts.Remark("It looks back seven days.");
        string? token = null;
        // Counted as they are charged, whether they can be read or not.
        var posts = 0;
        for (var page = 0; page < MostPages && posts < question.Limit; page++)
        {
            var found = await parts.AskAsync("more posts", () => PageAsync(
            [
                ("query", words), ("max_results", Math.Clamp(question.Limit - posts, LeastOfPage, MostOfPage).ToString(CultureInfo.InvariantCulture)),
                ("tweet.fields", "created_at,lang,public_metrics"), ("start_time", since), ("next_token", token),
            ], call, cancellationToken));
            if (found is null)
                break;
            posts += found.Posts;
            mentions.AddRange(found.Mentions);
            if (found.Error is { } error)
                parts.Remark($"It says besides: {error.Cut(200)}");
            if (found.Next is null)
                break;
            token = found.Next;
        }
        return parts.Reply<Mention>([.. mentions.DistinctBy(mention => mention.Address).Take(question.Limit)], Operation);
    }

    private static async Task<SourcePart<Page>> PageAsync(IEnumerable<(string, string?)> query, SourceCall call, CancellationToken cancellationToken)
    {
        var json = await XVendor.GetAsync(call, Operation, query, cancellationToken);
        var error = json.Field("errors") is null ? null : XVendor.Said(json);
        // Without posts there is no "data" at all, but a count of 0.
        if (error is not null && json.Field("data") is null && json.Field("meta") is null)
            throw new SourceException(SourceStatus.Failed, $"It refused the question: {error.Cut(200)}");
        List<JsonElement> posts = [.. json.Items("data")];
        return new(new(posts.Count, [.. posts.Select(Read).OfType<Mention>()], json.Field("meta")?.Text("next_token"), error), call.Tariff.Micros("post", posts.Count));
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

    private sealed record Page(int Posts, IReadOnlyList<Mention> Mentions, string? Next, string? Error);
}
