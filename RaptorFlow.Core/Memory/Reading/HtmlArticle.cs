using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using SmartReader;

namespace RaptorFlow.Core.Memory.Reading;

/// <summary>Finds the article of a page, on pages as people make them: the search goes up and down the page, and on others would take long.</summary>
internal static class HtmlArticle
{
    private const int MostElements = 20_000;
    private const int Deepest = 80;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>Null when it was not looked for, or not found in time.</returns>
    public static Article? Of(IHtmlDocument page, Uri address, CancellationToken cancellationToken)
    {
        if (page.All.Length > MostElements || page.All.Any(IsTooDeep))
            return null;
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Patience);
        using var reader = new Reader(address.AbsoluteUri, page);
        try
        {
            return reader.GetArticleAsync(limited.Token).GetAwaiter().GetResult(); // Nothing is fetched: it has the page.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static bool IsTooDeep(IElement element)
    {
        var depth = 0;
        for (var parent = element.ParentElement; parent is not null; parent = parent.ParentElement)
        {
            if (++depth > Deepest)
                return true;
        }
        return false;
    }
}
