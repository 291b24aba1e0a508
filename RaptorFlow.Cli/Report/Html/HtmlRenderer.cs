using System.Globalization;
using System.Text;
using RaptorFlow.Cli.Report.Model;

namespace RaptorFlow.Cli.Report.Html;

/// <summary>The report as one HTML file that loads nothing and runs nothing.</summary>
internal static class HtmlRenderer
{
    public static string Render(ReportDocument document)
    {
        var blocks = new HtmlBlocks();
        var html = new StringBuilder(64 * 1024);
        html.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="referrer" content="no-referrer">
            <title>{HtmlProse.Text(document.Title)}</title>
            <style>
            {Stylesheets.Page}</style>
            </head>
            <body>
            <a class="skip" href="#report">Skip to the report</a>
            <div class="page">
            <nav aria-label="Contents"><p>Contents</p><ol>

            """);
        foreach (var section in document.Sections)
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#{section.Id}\">{HtmlProse.Text(section.Title)}</a></li>\n");
        html.Append(CultureInfo.InvariantCulture, $"""
            </ol></nav>
            <main id="report">
            <header>
            <p class="byline">{HtmlProse.Text(document.Byline)}</p>
            <h1 dir="auto">{HtmlProse.Text(document.Title)}</h1>

            """);
        blocks.Write(html, document.Opening, 3);
        html.Append("</header>\n");
        foreach (var section in document.Sections)
        {
            html.Append(CultureInfo.InvariantCulture, $"<section id=\"{section.Id}\" aria-labelledby=\"{section.Id}-h\">\n<h2 id=\"{section.Id}-h\">{HtmlProse.Text(section.Title)}</h2>\n<p class=\"intro\">{HtmlProse.Text(section.Intro)}</p>\n");
            blocks.Write(html, section.Blocks, 3);
            html.Append("</section>\n");
        }
        html.Append(CultureInfo.InvariantCulture, $"<footer>{HtmlProse.Text(document.Byline)}. Nothing in it was added to what the brief and its documents say; what they do not say is asked.</footer>\n</main>\n</div>\n</body>\n</html>\n");
        return html.ToString();
    }
}
