namespace RaptorFlow.Embedded;

/// <summary>Files that only the user who runs the stack may read.</summary>
public static class PrivateFile
{
    /// <summary>Writes a file in one step: it is there with all its content, or not at all.</summary>
    public static void Write(string path, string content)
    {
        var draft = $"{path}.{Environment.ProcessId}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, options))
            writer.Write(content);
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>The content of a file, generated and written the first time.</summary>
    public static string ReadOrCreate(string path, Func<string> generate)
    {
        ArgumentNullException.ThrowIfNull(generate);
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } kept)
            return kept;
        var content = generate();
        Write(path, content);
        return content;
    }
}
