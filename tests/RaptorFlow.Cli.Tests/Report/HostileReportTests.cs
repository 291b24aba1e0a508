using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using RaptorFlow.Cli.Report;
using RaptorFlow.Cli.Report.Html;
using RaptorFlow.Cli.Report.Markdown;
using RaptorFlow.Cli.Report.Model;

namespace RaptorFlow.Cli.Tests.Report;

public class HostileReportTests
{
    private const string Attack = "</title></svg></style><script>alert(1)</script><img src=x onerror=alert(2)>\" ' onload='x | `a` *b* [c](javascript:d) ![e](http://f.test/g.png) ~~h~~ $i$ @j\n\n# k\n- l \u202Eevil\u202C \u0007\u001b[31m";

    [Fact]
    public void Html_EveryTextIsHostile_HoldsNoMarkOfIt()
    {
        var html = HtmlRenderer.Render(Hostile());

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u202E', html);
        Assert.DoesNotContain('\u001b', html);
        Assert.DoesNotContain("onload='", html, StringComparison.Ordinal);
        // Every element and attribute is one of the renderer's own: the page is well-formed but for void elements.
        var page = XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal)
            .Replace("initial-scale=1\">", "initial-scale=1\"/>", StringComparison.Ordinal).Replace("'unsafe-inline'\">", "'unsafe-inline'\"/>", StringComparison.Ordinal)
            .Replace("content=\"no-referrer\">", "content=\"no-referrer\"/>", StringComparison.Ordinal));
        Assert.DoesNotContain(page.Descendants(), e => e.Attributes().Any(a => a.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)));
        Assert.All(page.Descendants().Attributes("href"), a => Assert.StartsWith("#", a.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(page.Descendants().Attributes(), a => a.Name.LocalName is "src" or "style");
        var ids = page.Descendants().Attributes("id").Select(a => a.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(page.Descendants().Attributes("href"), a => Assert.Contains(a.Value[1..], ids));
    }

    [Fact]
    public void Markdown_EveryTextIsHostile_HoldsNoMarkUpOfIt()
    {
        var markdown = MarkdownRenderer.Render(Hostile());
        var parsed = Markdig.Markdown.Parse(markdown, new MarkdownPipelineBuilder().UsePipeTables().UseFootnotes().UseAutoLinks().UseEmphasisExtras().UseMathematics().Build());

        Assert.Empty(parsed.Descendants<HtmlBlock>());
        Assert.Empty(parsed.Descendants<HtmlInline>());
        Assert.Empty(parsed.Descendants<CodeInline>());
        Assert.Empty(parsed.Descendants<AutolinkInline>());
        Assert.All(parsed.Descendants<LinkInline>(), l => Assert.StartsWith("report-assets/", l.Url, StringComparison.Ordinal));
        Assert.DoesNotContain(parsed.Descendants<HeadingBlock>(), h => h.Inline?.FirstChild?.ToString() == "k");
        Assert.DoesNotContain(parsed.Descendants<EmphasisInline>(), e => e.DelimiterChar == '~');
        var tables = parsed.Descendants<Markdig.Extensions.Tables.Table>().ToList();
        Assert.Equal(Tables(Hostile()), tables.Count);
        Assert.All(tables, t => Assert.Single(t.Cast<Markdig.Extensions.Tables.TableRow>().Select(r => r.Count).Distinct()));
    }

    [Fact]
    public void Figures_EveryTextIsHostile_AreWellFormed()
    {
        var figures = Hostile().Figures().ToList();

        Assert.NotEmpty(figures);
        Assert.All(figures, f => Assert.Equal("svg", XDocument.Parse(f.Svg).Root!.Name.LocalName));
        Assert.All(figures, f => Assert.DoesNotContain(XDocument.Parse(f.Svg).Descendants(), e => e.Name.LocalName is "script" or "foreignObject" or "a" or "image"));
    }

    [Fact]
    public void Html_ArabicAndHebrewText_IsKept()
    {
        var run = ReportFixture.Raw();
        run.Step("positioning")["output"]!["statement"] = "مخبز الحي לחם";

        Assert.Contains("مخبز الحي לחם", HtmlRenderer.Render(ReportBuilder.Build(ReportFixture.Source(run), ReportFixture.Json)), StringComparison.Ordinal);
    }

    private static ReportDocument Hostile()
    {
        var run = ReportFixture.Raw();
        foreach (var step in run["steps"]!.AsArray())
        {
            step!["title"] = Attack;
            step["agent_name"] = Attack;
            foreach (var part in new[] { "output", "open_questions", "notes", "constraints_applied", "confidence" })
                Poison(step[part]!);
        }
        return ReportBuilder.Build(ReportFixture.Source(run, Attack), ReportFixture.Json);
    }

    // Replaces every free text; ids, dates and enum values must stay readable.
    private static void Poison(JsonNode node)
    {
        if (node is JsonArray array)
        {
            for (var i = 0; i < array.Count; i++)
            {
                if (array[i] is JsonValue { } value && value.GetValueKind() == JsonValueKind.String)
                    array[i] = Attack;
                else
                    Poison(array[i]!);
            }
        }
        else if (node is JsonObject item)
        {
            foreach (var (name, value) in item.ToList())
            {
                if (value is JsonValue text && text.GetValueKind() == JsonValueKind.String && !Kept(name, text.GetValue<string>()))
                    item[name] = Attack;
                else if (value is JsonObject or JsonArray)
                    Poison(value);
            }
        }
    }

    private static bool Kept(string name, string value) =>
        name is "basis" or "kind" or "reach" or "priority" or "effect" or "subject" or "objective" or "verdict" or "severity" or "direction" or "brief_language" or "copy_language" or "language" or "split_source"
        || DateOnly.TryParse(value, out _);

    private static int Tables(ReportDocument document) => document.Opening.Concat(document.Sections.SelectMany(s => s.Blocks)).Sum(Count);

    private static int Count(RaptorFlow.Cli.Report.Model.Block block) => block switch
    {
        DataTable => 1,
        Folded folded => folded.Blocks.Sum(Count),
        Cards cards => cards.Items.SelectMany(c => c.Blocks).Sum(Count),
        _ => 0,
    };
}
