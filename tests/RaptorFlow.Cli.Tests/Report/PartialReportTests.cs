using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RaptorFlow.Cli.Report;
using RaptorFlow.Cli.Report.Html;
using RaptorFlow.Cli.Report.Markdown;
using RaptorFlow.Cli.Report.Model;

namespace RaptorFlow.Cli.Tests.Report;

public partial class PartialReportTests
{
    public static TheoryData<string, string> Sections => new()
    {
        { "positioning", "positioning" }, { "messaging", "messages" }, { "channels", "channels" }, { "roadmap", "roadmap" }, { "personas", "personas" },
        { "competitors", "competitors" }, { "market", "market" }, { "industry", "industry" }, { "trends", "industry" }, { "content", "content" },
        { "deep_dive", "voice" }, { "forecast", "forecast" }, { "fundamentals", "constraints" }, { "compliance", "public-lines" }, { "verification", "verification" },
    };

    [Theory]
    [MemberData(nameof(Sections))]
    public void Report_StepDied_ItsSectionSaysWhy(string step, string section)
    {
        var run = ReportFixture.Raw();
        run.Step(step).Remove("output");
        (run.Step(step)["status"], run.Step(step)["error"], run.Step(step)["attempt"]) = ("dead", "the model was silent", 3);

        Assert.Contains("The step failed after 3 attempts: the model was silent", Warnings(run, section), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public void Report_StepOutputIsOfAnotherShape_ItsSectionSaysSo(string step, string section)
    {
        var run = ReportFixture.Raw();
        run.Step(step)["output"] = new JsonArray(1, 2);

        Assert.Contains("could not be read", Warnings(run, section), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_NothingRan_IsStillAReport()
    {
        var run = new JsonObject { ["id"] = "x", ["status"] = "failed", ["steps"] = new JsonArray() };
        var document = ReportBuilder.Build(ReportFixture.Source(run, "Harbour Bikes"), ReportFixture.Json);

        Assert.Contains("Harbour Bikes", HtmlRenderer.Render(document), StringComparison.Ordinal);
        Assert.Contains("The step was not part of this run.", MarkdownRenderer.Render(document), StringComparison.Ordinal);
        Assert.DoesNotContain(document.Sections, s => s.Id == "forecast");
    }

    [Fact]
    public void Report_LinesWereNotChecked_NoneIsShownAsApproved()
    {
        var run = ReportFixture.Raw();
        run.Step("compliance").Remove("output");
        var markdown = MarkdownRenderer.Render(ReportBuilder.Build(ReportFixture.Source(run), ReportFixture.Json));

        Assert.DoesNotContain("APPROVED", markdown, StringComparison.Ordinal);
        Assert.Contains("“Feature flags, beside your analytics. Use one, or all six.”[^4][^8] **\\[NOT CHECKED\\]**", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_VerdictIsAboutOtherWords_LineCountsAsNotChecked()
    {
        var run = ReportFixture.Raw();
        run.Step("messaging")["output"]!["promise"]!["text"] = "Other words";
        var markdown = MarkdownRenderer.Render(ReportBuilder.Build(ReportFixture.Source(run), ReportFixture.Json));

        Assert.Matches(OtherWords(), markdown);
    }

    [Fact]
    public void Report_QuestionAskedTwice_StandsOnce()
    {
        var markdown = MarkdownRenderer.Render(ReportBuilder.Build(ReportFixture.Source(), ReportFixture.Json));

        Assert.Equal(2, markdown.Split("Which of your products do Amplitude and Mixpanel compete with?").Length);
    }

    [Fact]
    public void Report_EveryMarker_HasItsFootnoteWithTheQuotation()
    {
        var document = ReportBuilder.Build(ReportFixture.Source(), ReportFixture.Json);
        var markdown = MarkdownRenderer.Render(document);
        var notes = document.Sections.SelectMany(s => s.Blocks).OfType<FootnoteList>().Single().Notes;

        Assert.Equal(Enumerable.Range(1, notes.Count), notes.Select(n => n.Number));
        Assert.All(notes, n => Assert.Contains(FormattableString.Invariant($"[^{n.Number}]"), markdown[..markdown.IndexOf("[^1]:", StringComparison.Ordinal)], StringComparison.Ordinal));
        var interview = Assert.Single(notes, n => n.Source == "documents[0]#3");
        Assert.Equal(("Interview with a customer › paragraph 4", "2025-11-04"), (interview.Place, interview.Date));
        Assert.Contains(notes, n => n.Place == "Brief › Competitors › 3 › Note");
    }

    private static string Warnings(JsonObject run, string section) => string.Join(' ', ReportBuilder.Build(ReportFixture.Source(run), ReportFixture.Json)
        .Sections.Single(s => s.Id == section).Blocks.OfType<Callout>().SelectMany(c => c.Text.Spans).OfType<Words>().Select(w => w.Text));

    [GeneratedRegex(@"“Other words”(\[\^\d+\])+ \*\*\\\[NOT CHECKED\\\]\*\*", RegexOptions.NonBacktracking)]
    private static partial Regex OtherWords();
}
