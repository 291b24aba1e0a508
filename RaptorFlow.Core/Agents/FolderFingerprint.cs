using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RaptorFlow.Core.Agents;

/// <summary>Tells whether anything in a guild's folder changed: the names, lengths and times of all its files, as one short text.</summary>
public static class FolderFingerprint
{
    /// <exception cref="IOException">The folder is being changed at this moment, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder, or one below it, may not be read.</exception>
    public static string Of(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(f => string.Create(CultureInfo.InvariantCulture, $"{Path.GetRelativePath(folder, f.FullName)}\n{f.Length}\n{f.LastWriteTimeUtc.Ticks}\n"));
        foreach (var file in files.Order(StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes(file));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
