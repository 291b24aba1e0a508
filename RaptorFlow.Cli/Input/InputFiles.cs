using System.Text;
using RaptorFlow.Cli.Terminal;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Input;

/// <summary>Reads files, saying in words what is wrong with them.</summary>
internal static class InputFiles
{
    public static async Task<byte[]> BytesAsync(string path, string what, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            return bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CliException($"{path}: there is no such {what}.", $"Looked at {Path.GetFullPath(path)}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{path}: this {what} cannot be read.", exception.Message);
        }
    }

    public static async Task<string> TextAsync(string path, string what, CancellationToken cancellationToken)
    {
        var bytes = await BytesAsync(path, what, cancellationToken);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new CliException($"{path}: byte {exception.Index} is not UTF-8.", "Save the file as UTF-8 text.");
        }
    }

    public static async Task<CompanyDocument> DocumentAsync(string path, CancellationToken cancellationToken)
    {
        var text = await TextAsync(path, "document", cancellationToken);
        if (string.IsNullOrWhiteSpace(text))
            throw new CliException($"{path}: the document is empty.");
        return new() { Title = Title(text, path), Text = text, Source = Path.GetFileName(path) };
    }

    /// <summary>The first line when it is a Markdown heading, else the file's name.</summary>
    public static string Title(string text, string path)
    {
        var first = text.AsSpan().TrimStart();
        var end = first.IndexOfAny('\r', '\n');
        var line = end < 0 ? first : first[..end];
        var title = line.StartsWith("# ") ? line[2..].Trim().ToString() : Path.GetFileNameWithoutExtension(path);
        return title.Length is 0 or > 200 ? Path.GetFileName(path) : title;
    }
}
