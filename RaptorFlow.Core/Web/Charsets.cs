using System.Text;

namespace RaptorFlow.Core.Web;

/// <summary>Text of bytes that say what they are encoded in, or do not, or lie.</summary>
internal static class Charsets
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>
    /// By the byte order mark; else as UTF-8 where the bytes are that and more than ASCII, which no text of another encoding is by chance; else as
    /// the first of the declared encodings that fits; else as windows-1252, which always does.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> bytes, params ReadOnlySpan<string?> declared)
    {
        if (ByMark(bytes) is var (marked, length))
            return marked.GetString(bytes[length..]);
        if (ByZeros(bytes) is { } wide)
            return wide.GetString(bytes);
        var utf8 = TryDecode(StrictUtf8, bytes);
        var ascii = System.Text.Ascii.IsValid(bytes);
        if (utf8 is not null && !ascii)
            return utf8;
        foreach (var name in declared)
        {
            if (Find(name) is { } encoding && (!ascii || !IsWide(encoding)) && TryDecode(encoding, bytes) is { } text)
                return text;
        }
        return utf8 ?? Windows1252.GetString(bytes);
    }

    private static (Encoding, int)? ByMark(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xef, 0xbb, 0xbf, ..] => (Encoding.UTF8, 3),
        [0xff, 0xfe, 0, 0, ..] => (Encoding.UTF32, 4),
        [0xff, 0xfe, ..] => (Encoding.Unicode, 2),
        [0xfe, 0xff, ..] => (Encoding.BigEndianUnicode, 2),
        _ => null,
    };

    // Markup begins with an ASCII character, whatever it is encoded in.
    private static UnicodeEncoding? ByZeros(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [not 0, 0, not 0, 0, ..] => new(bigEndian: false, byteOrderMark: false),
        [0, not 0, 0, not 0, ..] => new(bigEndian: true, byteOrderMark: false),
        _ => null,
    };

    private static bool IsWide(Encoding encoding) => encoding.CodePage is 1200 or 1201 or 12000 or 12001;

    private static Encoding? Find(string? name)
    {
        var label = name?.Trim().Trim('"', '\'').ToLowerInvariant();
        if (string.IsNullOrEmpty(label) || label.Length > 40)
            return null;
        try
        {
            // On the web these names mean the larger set.
            var found = label is "iso-8859-1" or "latin1" or "us-ascii" or "ascii" ? Windows1252 : CodePagesEncodingProvider.Instance.GetEncoding(label) ?? Encoding.GetEncoding(label);
            var strict = (Encoding)found.Clone();
            strict.DecoderFallback = DecoderFallback.ExceptionFallback;
            return strict;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null; // A name that means nothing says nothing.
        }
    }

    private static string? TryDecode(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
