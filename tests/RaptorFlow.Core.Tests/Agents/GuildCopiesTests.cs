using RaptorFlow.Core.Agents;

namespace RaptorFlow.Core.Tests.Agents;

public sealed class GuildCopiesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("raptorflow-guild-").FullName;
    private readonly GuildCopies _copies = new();

    public GuildCopiesTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "runtimes", "linux"));
        File.WriteAllText(Path.Combine(_folder, "runtimes", "linux", "native.so"), "native");
    }

    public void Dispose()
    {
        _copies.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Copy_Folder_HoldsEverythingAndNothingThatIsChangedLater()
    {
        var copy = _copies.Copy(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "runtimes", "linux", "native.so"), "changed", TestContext.Current.CancellationToken);

        Assert.Equal("native", await File.ReadAllTextAsync(Path.Combine(copy, "runtimes", "linux", "native.so"), TestContext.Current.CancellationToken));
        Assert.NotEqual(copy, _copies.Copy(_folder));
    }

    [Fact]
    public void Remove_Copy_LeavesTheOthers()
    {
        var (first, second) = (_copies.Copy(_folder), _copies.Copy(_folder));

        _copies.Remove(first);
        _copies.Remove(first);

        Assert.False(Directory.Exists(first));
        Assert.True(Directory.Exists(second));
    }

    [Fact]
    public void Dispose_LeavesNothingBehind()
    {
        var copies = new GuildCopies();
        var root = Path.GetDirectoryName(copies.Copy(_folder))!;

        copies.Dispose();

        Assert.False(Directory.Exists(root));
    }

    [Fact]
    public void Copy_WhatAKilledProcessLeft_IsRemovedAndWhatAnotherUsesIsNot()
    {
        using var other = new GuildCopies();
        var used = other.Copy(_folder);
        var orphan = Directory.CreateTempSubdirectory("raptorflow-loaded-").FullName;
        File.WriteAllText(Path.Combine(orphan, "in-use"), "");

        _copies.Copy(_folder);

        Assert.False(Directory.Exists(orphan));
        Assert.True(Directory.Exists(used));
    }
}
