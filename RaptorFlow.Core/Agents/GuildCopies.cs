namespace RaptorFlow.Core.Agents;

/// <summary>
/// Private copies of guilds' folders, which are what is loaded: a deployment may overwrite the original at any time, and a file
/// that is mapped into memory must not change below the process. What a killed process left behind is removed by the next one.
/// </summary>
internal sealed class GuildCopies : IDisposable
{
    private const string Prefix = "raptorflow-loaded-";
    private const string InUse = "in-use";

    private readonly Lock _gate = new();
    private readonly List<string> _leftovers = [];
    private string? _root;
    private FileStream? _inUse;
    private int _copies;

    /// <summary>Copies a folder with everything in it; returns where to.</summary>
    public string Copy(string folder)
    {
        var target = Path.Combine(Root(), $"{Path.GetFileName(folder)}.{Interlocked.Increment(ref _copies)}");
        Directory.CreateDirectory(target);
        foreach (var below in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(target, Path.GetRelativePath(folder, below)));
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(target, Path.GetRelativePath(folder, file)));
        return target;
    }

    /// <summary>Removes a copy. Where the system keeps loaded files from being removed, a later call does, or the process's end.</summary>
    public void Remove(string copy)
    {
        lock (_gate)
        {
            _leftovers.Add(copy);
            _leftovers.RemoveAll(TryDelete);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _inUse?.Dispose();
            if (_root is not null)
                TryDelete(_root);
            (_root, _inUse) = (null, null);
        }
    }

    private string Root()
    {
        lock (_gate)
        {
            if (_root is not null)
                return _root;
            RemoveOrphans();
            return _root = Create(3);
        }
    }

    // A process that starts at the same moment may take the new folder for an orphan, before its file is locked.
    private string Create(int tries)
    {
        var root = Directory.CreateTempSubdirectory(Prefix).FullName;
        try
        {
            _inUse = new(Path.Combine(root, InUse), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            return root;
        }
        catch (IOException) when (tries > 1)
        {
            return Create(tries - 1);
        }
    }

    // A folder whose file nobody holds belongs to a process that is gone.
    private static void RemoveOrphans()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            try
            {
                using (new FileStream(Path.Combine(folder, InUse), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                    Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use, or another user's.
            }
        }
    }

    private static bool TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
