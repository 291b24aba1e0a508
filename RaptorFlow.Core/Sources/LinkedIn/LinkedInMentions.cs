using System.Globalization;
using System.Text.Json;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.LinkedIn;

/// <summary>
/// The organisation's own posts that hold the words: the vendor lets nobody search what others say. Comments are left out; they are members' data,
/// which its terms let nobody keep for more than two days.
/// </summary>
internal sealed class LinkedInMentions() : Source<MentionQuestion, Mention>(LinkedInVendor.Id, SourceKinds.Mentions)
{
    private const int MostOfPage = 100;
    private const int MostPages = 5;

    protected override async Task<SourceReply<Mention>> AskAsync(MentionQuestion question, SourceCall call, CancellationToken cancellationToken)
    {
        var author = LinkedInVendor.Author(call);
        var words = new LinkedInWords(question.Query);
        var parts = new SourceParts();
        parts.Remark("Only the organisation's own page is seen: LinkedIn cannot be searched.");
        List<Mention> mentions = [];
        for (var page = 0; page < MostPages && mentions.Count < question.Limit; page++)
        {
            var posts = await parts.AskAsync<IReadOnlyList<JsonElement>>("older posts", async () =>
            {
                var json = await LinkedInVendor.GetAsync(call, "rest/posts",
                [
                    ("author", author), ("q", "author"), ("sortBy", "CREATED"), ("count", Text(MostOfPage)), ("start", Text(page * MostOfPage)),
                ], cancellationToken);
                return new([.. json.Items("elements")], 0);
            });
            mentions.AddRange((posts ?? []).Select(Read).OfType<Mention>().Where(mention => words.AreIn(mention.Text) && (question.Since is null || mention.At >= question.Since)));
            // The newest come first, by when they were made.
            if (posts is null || posts.Count < MostOfPage || posts.All(post => Time(post, "createdAt") < question.Since))
                break;
        }
        return parts.Reply<Mention>([.. mentions.DistinctBy(mention => mention.Address).Take(question.Limit)], "posts");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(JsonElement post, string name) =>
        post.Number(name) is >= 0 and < 253_402_300_800_000 and var milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds) : null;

    private static Mention? Read(JsonElement post)
    {
        if (post.Text("id") is not { Length: > 0 } id || LinkedInText.Plain(post.Text("commentary")) is not { Length: > 0 } text)
            return null;
        if (post.Text("lifecycleState") is not (null or "PUBLISHED"))
            return null;
        return new() { Source = LinkedInVendor.Id, Address = $"https://www.linkedin.com/feed/update/{id}", Text = text, At = Time(post, "publishedAt") ?? Time(post, "createdAt") };
    }
}
