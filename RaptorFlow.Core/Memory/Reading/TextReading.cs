using System.Globalization;
using System.Text.RegularExpressions;
using RaptorFlow.Core.Web;

namespace RaptorFlow.Core.Memory.Reading;

/// <summary>Reads text and Markdown as they are; of Markdown also what its front matter says.</summary>
internal sealed partial class TextReading(string mediaType) : IDocumentReader
{
    private const int MostFacts = 50;

    public ReadDocument Read(RawDocument document, CancellationToken cancellationToken)
    {
        var text = Charsets.Decode(document.Bytes.Span, document.Charset);
        if (mediaType != MediaTypes.Markdown)
            return new(text, mediaType);
        var facts = Facts(text);
        return new(text, mediaType)
        {
            Title = facts.GetValueOrDefault("title") ?? (Heading().Match(text) is { Success: true } heading ? heading.Groups[1].Value.Trim(' ', '#', '\r') : null),
            Date = facts.GetValueOrDefault("date") is { } date && DateOnly.TryParse(date.Length > 10 ? date[..10] : date, CultureInfo.InvariantCulture, out var day) ? day : null,
            LanguageTag = facts.GetValueOrDefault("lang") ?? facts.GetValueOrDefault("language"),
        };
    }

    private static Dictionary<string, string> Facts(string text)
    {
        var facts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!text.StartsWith("---\n", StringComparison.Ordinal) && !text.StartsWith("---\r\n", StringComparison.Ordinal))
            return facts;
        foreach (var line in text.AsSpan(4).EnumerateLines())
        {
            if (line.StartsWith("---", StringComparison.Ordinal) || facts.Count == MostFacts)
                break;
            var colon = line.IndexOf(':');
            if (colon > 0 && line[(colon + 1)..].Trim().Trim("\"'") is { IsEmpty: false } value)
                facts.TryAdd(line[..colon].Trim().ToString(), value.ToString());
        }
        return facts;
    }

    [GeneratedRegex(@"^#{1,3}[ \t]+(\S.*)$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Heading();
}
