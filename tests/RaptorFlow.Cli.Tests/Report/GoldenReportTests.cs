using RaptorFlow.Cli.Report;
using RaptorFlow.Cli.Report.Html;
using RaptorFlow.Cli.Report.Markdown;

namespace RaptorFlow.Cli.Tests.Report;

public class GoldenReportTests
{
    [Theory]
    [InlineData("report.md")]
    [InlineData("report.html")]
    public async Task Report_HandWrittenOutputs_IsTheGoldenFile(string file)
    {
        var document = ReportBuilder.Build(ReportFixture.Source(), ReportFixture.Json);
        var actual = file.EndsWith(".md", StringComparison.Ordinal) ? MarkdownRenderer.Render(document) : HtmlRenderer.Render(document);

        // To accept a wanted change, set the folder that holds the golden files and run the test again.
        if (Environment.GetEnvironmentVariable("RAPTORFLOW_GOLDEN_FOLDER") is { Length: > 0 } folder)
            await File.WriteAllTextAsync(Path.Combine(folder, file), actual, TestContext.Current.CancellationToken);
        else
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(ReportFixture.Folder, file), TestContext.Current.CancellationToken), actual);
    }
}
