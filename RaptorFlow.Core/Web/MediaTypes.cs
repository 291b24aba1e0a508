using System.Text;

namespace RaptorFlow.Core.Web;

/// <summary>Media types by name, and by the first bytes of what has no name.</summary>
internal static class MediaTypes
{
    public const string Html = "text/html";
    public const string Xhtml = "application/xhtml+xml";
    public const string Xml = "application/xml";
    public const string Plain = "text/plain";
    public const string Markdown = "text/markdown";
    public const string Csv = "text/csv";
    public const string Pdf = "application/pdf";
    public const string Binary = "application/octet-stream";

    /// <summary>How many bytes are enough to tell.</summary>
    public const int Telling = 512;

    private static readonly string[] HtmlBeginnings = ["<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<h1", "<p>", "<p ", "<div", "<article"];
    private static readonly string[] XmlBeginnings = ["<?xml", "<rss", "<feed", "<rdf:rdf"];

    /// <summary>Whether a server names this type for want of a better one.</summary>
    public static bool IsVague(string? mediaType) => string.IsNullOrEmpty(mediaType) || mediaType is Binary or "binary/octet-stream" or "application/x-download" or "unknown/unknown";

    /// <summary>A guess that is right for what people publish; bytes that are no text are <see cref="Binary"/>.</summary>
    public static string Sniff(ReadOnlySpan<byte> start)
    {
        start = start[..Math.Min(start.Length, Telling)];
        if (start.StartsWith("%PDF-"u8))
            return Pdf;
        var wide = start.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]) || start.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]);
        if (!wide && start.ContainsAny((byte)0, (byte)1, (byte)2))
            return Binary;
        var text = Encoding.Latin1.GetString(start).Replace("\0", "", StringComparison.Ordinal).TrimStart('\u00ef', '\u00bb', '\u00bf', '\u00ff', '\u00fe', ' ', '\t', '\r', '\n');
        if (Begins(text, HtmlBeginnings))
            return Html;
        if (!Begins(text, XmlBeginnings))
            return Plain;
        return text.Contains("<html", StringComparison.OrdinalIgnoreCase) ? Html : Xml;
    }

    private static bool Begins(string text, string[] beginnings) => Array.Exists(beginnings, b => text.StartsWith(b, StringComparison.OrdinalIgnoreCase));
}
