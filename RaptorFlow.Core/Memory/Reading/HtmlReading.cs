using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using RaptorFlow.Core.Web;
using RaptorFlow.Core.Web.Feeds;

namespace RaptorFlow.Core.Memory.Reading;

/// <summary>Reads web pages: the article where there is one, else all that is seen of the page but its navigation.</summary>
internal sealed partial class HtmlReading : IDocumentReader
{
    private const int MostElements = 100_000;
    private const int MaximumDepth = 200;
    private const int MostFormatting = 500;
    private const int LeastArticle = 500;
    private const string Unseen = "style, template, noscript, iframe, object, embed, svg, canvas, dialog, button, input, select, textarea, [hidden], [aria-hidden=true]";
    private const string Around = "nav, header, footer, aside, form, [role=navigation], [role=banner], [role=contentinfo], [role=search]";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly Uri Somewhere = new("https://document.invalid/");

    public ReadDocument Read(RawDocument document, CancellationToken cancellationToken)
    {
        var bytes = document.Bytes.Span;
        var html = Charsets.Decode(bytes, document.Charset, Meta(bytes));
        var page = Parse(html);
        foreach (var element in page.QuerySelectorAll(Unseen).Concat(page.QuerySelectorAll("[style]").Where(IsHidden)).ToList())
            element.Remove();
        cancellationToken.ThrowIfCancellationRequested();
        var language = page.DocumentElement.GetAttribute("lang") ?? page.DocumentElement.GetAttribute("xml:lang");
        var whole = Whole(page, document.Address);
        var heading = First(page.Title, page.QuerySelector("h1")?.TextContent);
        var published = page.QuerySelector("meta[property='article:published_time']")?.GetAttribute("content") ?? page.QuerySelector("time[datetime]")?.GetAttribute("datetime");
        var article = HtmlArticle.Of(page, document.Address ?? Somewhere, cancellationToken);
        var title = First(article?.Title, heading);
        var text = article is { IsReadable: true, Content: { } content } && HtmlMarkdown.Of(Parse(content).DocumentElement, document.Address) is { Length: >= LeastArticle } main ? main : whole;
        return new(WithTitle(text, title), MediaTypes.Html)
        {
            Title = title,
            Date = article?.PublicationDate is { Year: > 1900 } date ? DateOnly.FromDateTime(date) : FeedDates.Parse(published) is { } day ? DateOnly.FromDateTime(day.Date) : null,
            LanguageTag = First(language, article?.Language),
        };
    }

    /// <summary>The reader changes the page that it is given, so this is had before.</summary>
    private static string Whole(IHtmlDocument page, Uri? address)
    {
        var copy = (IHtmlDocument)page.Clone();
        foreach (var element in copy.QuerySelectorAll("script").Concat(copy.QuerySelectorAll(Around)).Where(e => e.QuerySelector("h1") is null).ToList())
            element.Remove();
        var mains = copy.QuerySelectorAll("main, [role=main]");
        return HtmlMarkdown.Of(mains.Length == 1 ? mains[0] : copy.Body ?? copy.DocumentElement, address);
    }

    private static IHtmlDocument Parse(string html)
    {
        CheckFormatting(html);
        var (elements, since) = (0, Stopwatch.GetTimestamp());
        var parser = new HtmlParser(new HtmlParserOptions
        {
            MaximumDepth = MaximumDepth,
            SkipComments = true,
            DisableElementPositionTracking = true,
            OnCreated = (_, _) =>
            {
                if (++elements > MostElements)
                    throw UnreadableException.TooComplex(FormattableString.Invariant($"The page has more than {MostElements:N0} elements."));
                if (elements % 100 == 0 && Stopwatch.GetElapsedTime(since) > Patience)
                    throw UnreadableException.TooComplex("The page takes too long to read.");
            },
        });
        return parser.ParseDocument(html);
    }

    /// <summary>Formatting that is not closed is taken up again in every paragraph after it: much of it makes little HTML take long.</summary>
    private static void CheckFormatting(string html)
    {
        var open = 0;
        foreach (var tag in Formatting().EnumerateMatches(html))
        {
            open = html[tag.Index + 1] == '/' ? Math.Max(0, open - 1) : open + 1;
            if (open > MostFormatting)
                throw UnreadableException.TooComplex("The page opens more formatting than it closes.");
        }
    }

    private static string WithTitle(string text, string? title) =>
        title is null || text.Length == 0 || text.StartsWith("# ", StringComparison.Ordinal) ? text : $"# {title}\n\n{text}";

    private static bool IsHidden(IElement element) => Hidden().IsMatch(element.GetAttribute("style") ?? "");

    private static string? First(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (!string.IsNullOrWhiteSpace(text))
                return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
        return null;
    }

    private static string? Meta(ReadOnlySpan<byte> bytes) =>
        MetaCharset().Match(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 4096)])) is { Success: true } meta ? meta.Groups[1].Value : null;

    [GeneratedRegex("""<(?:meta[^>]*charset|\?xml[^>]*encoding)\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex MetaCharset();

    [GeneratedRegex(@"</?(a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>]", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Formatting();

    [GeneratedRegex(@"display\s*:\s*none|visibility\s*:\s*hidden", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Hidden();
}
