using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace RaptorFlow.Core.Web.Feeds;

/// <summary>Makes XML of what servers send as feeds: no document type is read, no entity declared, nothing fetched, and what is commonly wrong is mended.</summary>
internal static partial class FeedXml
{
    private const int MaximumDepth = 100;
    private const string NotAFeed = "Give the address of an RSS or Atom feed.";

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false, IgnoreComments = true, IgnoreProcessingInstructions = true, IgnoreWhitespace = true };

    /// <exception cref="FeedUnreadableException">It is no XML.</exception>
    public static XDocument Parse(ReadOnlySpan<byte> bytes, string? charset)
    {
        var text = WithoutProlog(Text(bytes, charset));
        text = NamedEntity().Replace(Unfit().Replace(text, ""), Resolve);
        try
        {
            return Load(text);
        }
        catch (XmlException)
        {
            // The commonest fault: an ampersand that stands for itself.
        }
        try
        {
            return Load(BareAmpersand().Replace(text, "&amp;"));
        }
        catch (XmlException e)
        {
            throw new FeedUnreadableException(FormattableString.Invariant($"The feed is not well-formed XML (line {e.LineNumber}, column {e.LinePosition})."), "Tell its owner; a feed validator shows the place.", e);
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes, string? charset)
    {
        var declaration = Declaration().Match(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 1024)]));
        var declared = declaration.Success ? declaration.Groups[1].Value : null;
        // Servers add these two on their own; the author knows better.
        return charset?.ToLowerInvariant() is null or "iso-8859-1" or "us-ascii" ? Charsets.Decode(bytes, declared, charset) : Charsets.Decode(bytes, charset, declared);
    }

    /// <summary>The text from its first element on. A document type that only names itself is left out; one that declares anything is refused.</summary>
    private static string WithoutProlog(string text)
    {
        var rest = text.AsSpan().TrimStart("\ufeff \t\r\n\0");
        while (rest.StartsWith("<?", StringComparison.Ordinal) || rest.StartsWith("<!", StringComparison.Ordinal))
        {
            var end = rest.StartsWith("<?", StringComparison.Ordinal) ? "?>" : rest.StartsWith("<!--", StringComparison.Ordinal) ? "-->" : ">";
            var length = rest.IndexOf(end, StringComparison.Ordinal);
            if (length < 0)
                break;
            if (end == ">")
                Judge(rest[..length]);
            rest = rest[(length + end.Length)..].TrimStart();
        }
        if (rest.IsEmpty)
            throw new FeedUnreadableException("There is nothing at this address.", NotAFeed);
        if (rest.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
            throw WebPage();
        return rest[0] == '<' ? rest.ToString() : throw new FeedUnreadableException("This is no XML, and so no feed.", NotAFeed);
    }

    private static void Judge(ReadOnlySpan<char> type)
    {
        if (type.Contains('['))
            throw new FeedUnreadableException("The feed declares entities of its own, which are not read.", "Tell its owner, or give another of their feeds.");
        if (type.TrimStart("<!").StartsWith("doctype html", StringComparison.OrdinalIgnoreCase))
            throw WebPage();
    }

    private static FeedUnreadableException WebPage() => new("This is a web page, not a feed.", "Give the address of the feed itself; pages often link to it as RSS, Atom or feed.");

    private static XDocument Load(string text)
    {
        using (var reader = XmlReader.Create(new StringReader(text), Settings))
        {
            while (reader.Read())
            {
                if (reader.Depth > MaximumDepth)
                    throw new FeedUnreadableException("The feed nests its elements deeper than feeds do.", "Give the address of an RSS or Atom feed.");
            }
        }
        using var again = XmlReader.Create(new StringReader(text), Settings);
        return XDocument.Load(again);
    }

    private static string Resolve(Match entity)
    {
        if (entity.Groups[1].Value is "amp" or "lt" or "gt" or "quot" or "apos")
            return entity.Value;
        var character = WebUtility.HtmlDecode(entity.Value);
        return character == entity.Value ? $"&amp;{entity.Groups[1].Value};" : character;
    }

    [GeneratedRegex("""^\W*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""", RegexOptions.NonBacktracking)]
    private static partial Regex Declaration();

    [GeneratedRegex("&([A-Za-z][A-Za-z0-9]{1,31});", RegexOptions.NonBacktracking)]
    private static partial Regex NamedEntity();

    [GeneratedRegex("&(?!#[0-9]+;|#[xX][0-9A-Fa-f]+;|[A-Za-z][A-Za-z0-9]*;)")]
    private static partial Regex BareAmpersand();

    [GeneratedRegex("[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]", RegexOptions.NonBacktracking)]
    private static partial Regex Unfit();
}
