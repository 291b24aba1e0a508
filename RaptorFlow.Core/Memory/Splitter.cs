using Markdig;
using Markdig.Syntax;

namespace RaptorFlow.Core.Memory;

/// <summary>A part of a document: a stretch of its text, verbatim, and the headings above it.</summary>
internal sealed record Passage(string Heading, string Text)
{
    /// <summary>What is embedded: the title and the headings say what a passage is about where the passage itself only says "it".</summary>
    public static string Meaning(string title, string heading, string text) => $"{title}\n{heading}\n{text}";
}

/// <summary>Cuts Markdown at its headings and blocks, plain text at its paragraphs, into passages of about 300 tokens that overlap by about 40.</summary>
internal static class Splitter
{
    public const int PassageTokens = 300;
    public const int OverlapTokens = 40;
    public const string Between = " › ";

    /// <summary>How much of a heading is repeated with each passage below it.</summary>
    public const int HeadingCharacters = 200;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseYamlFrontMatter().Build();

    public static IReadOnlyList<Passage> Split(string text)
    {
        var passages = new List<Passage>();
        foreach (var (heading, blocks) in Sections(text))
            Fill(text, heading, [.. blocks.SelectMany(block => Units.Of(text, block))], passages);
        // Nothing but headings, or link definitions: still worth finding.
        if (passages.Count == 0)
            Fill(text, "", [.. Units.Of(text, ..)], passages);
        return passages;
    }

    private static IEnumerable<(string Heading, List<Range> Blocks)> Sections(string text)
    {
        var path = new List<(int Level, string Title)>();
        var blocks = new List<Range>();
        foreach (var (level, span) in Outline(text))
        {
            if (level > 0)
            {
                if (blocks.Count > 0)
                    yield return (Join(path), blocks);
                blocks = [];
                path.RemoveAll(h => h.Level >= level);
                var title = text[span].Trim('#', '=', '-', ' ', '\r', '\n');
                path.Add((level, title.Cut(HeadingCharacters)));
                if (title.Length > HeadingCharacters)
                    blocks.Add(span); // A text that looks like a heading is also found as one.
            }
            else
            {
                blocks.Add(span);
            }
        }
        if (blocks.Count > 0)
            yield return (Join(path), blocks);
    }

    private static string Join(List<(int Level, string Title)> path) => string.Join(Between, path.Select(h => h.Title));

    /// <summary>The top-level blocks: headings with their level, all else with 0.</summary>
    private static IEnumerable<(int Level, Range Span)> Outline(string text)
    {
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException)
        {
            return [(0, ..text.Length)]; // Nested beyond what the parser bears: taken as plain text.
        }
        return document.Where(block => block is not LinkReferenceDefinitionGroup && block.Span is { Length: > 0 })
            .Select(block => (block is HeadingBlock heading ? heading.Level : 0, block.Span.Start..Math.Min(text.Length, block.Span.End + 1)));
    }

    private static void Fill(string text, string heading, List<Range> units, List<Passage> passages)
    {
        for (var first = 0; first < units.Count;)
        {
            var last = first;
            while (last + 1 < units.Count && Size(text, units[first], units[last + 1]) <= PassageTokens)
                last++;
            var passage = text[units[first].Start..units[last].End].Trim();
            if (passage.Length > 0)
                passages.Add(new(heading, passage));
            var next = last + 1;
            if (next < units.Count)
            {
                while (next - 1 > first && Size(text, units[next - 1], units[last]) <= OverlapTokens)
                    next--;
            }
            first = next;
        }
    }

    private static int Size(string text, Range from, Range to) => Tokens.Estimate(text.AsSpan()[from.Start..to.End]);
}
