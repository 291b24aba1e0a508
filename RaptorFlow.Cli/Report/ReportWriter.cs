using System.Globalization;
using System.Text;
using System.Text.Json;
using RaptorFlow.Cli.Report.Html;
using RaptorFlow.Cli.Report.Markdown;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Report;

/// <summary>Where a report was written.</summary>
internal sealed record WrittenReport(string Folder, string Html, string Markdown);

/// <summary>Writes a report as HTML and as Markdown with its pictures.</summary>
internal static class ReportWriter
{
    public static async Task<WrittenReport> WriteAsync(ReportSource source, JsonSerializerOptions json, string folder, CancellationToken cancellationToken)
    {
        var document = ReportBuilder.Build(source, json);
        try
        {
            var target = Fresh(Path.Combine(folder, "reports", string.Create(CultureInfo.InvariantCulture, $"{Slug(source.CompanyName)}-{source.At:yyyyMMdd-HHmmss}")));
            var assets = Path.Combine(target, MarkdownRenderer.Assets);
            Directory.CreateDirectory(assets);
            var written = new WrittenReport(Path.GetFullPath(target), Path.Combine(target, "report.html"), Path.Combine(target, "report.md"));
            await File.WriteAllTextAsync(written.Html, HtmlRenderer.Render(document), cancellationToken);
            await File.WriteAllTextAsync(written.Markdown, MarkdownRenderer.Render(document), cancellationToken);
            foreach (var figure in document.Figures())
                await File.WriteAllTextAsync(Path.Combine(assets, figure.Name + ".svg"), Alone(figure.Svg), cancellationToken);
            return written;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"The report cannot be written below {Path.GetFullPath(folder)}.", exception.Message);
        }
    }

    /// <summary>Letters and digits of the name without their accents, joined by hyphens; safe as a folder's name.</summary>
    internal static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in CleanText.Of(name).Replace("ß", "ss", StringComparison.Ordinal).Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
                slug.Append(c);
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
            if (slug.Length >= 60)
                break;
        }
        var trimmed = slug.ToString().Trim('-');
        return trimmed.Length == 0 ? "company" : trimmed;
    }

    // Two reports of one second must not share a folder.
    private static string Fresh(string folder)
    {
        var free = folder;
        for (var n = 2; Directory.Exists(free); n++)
            free = string.Create(CultureInfo.InvariantCulture, $"{folder}-{n}");
        return free;
    }

    private static string Alone(string svg) => svg.Insert(svg.IndexOf('>', StringComparison.Ordinal) + 1, $"<style>{Stylesheets.Figure}</style>") + "\n";
}
