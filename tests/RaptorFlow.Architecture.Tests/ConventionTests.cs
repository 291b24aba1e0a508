using System.Text.RegularExpressions;

namespace RaptorFlow.Architecture.Tests;

public sealed partial class ConventionTests
{
    private static readonly string[] Product = ["RaptorFlow.Abstractions", "RaptorFlow.Core", "RaptorFlow.Api", "RaptorFlow.AgentHost", "RaptorFlow.Cli", "RaptorFlow.ServiceDefaults", "RaptorFlow.Migrator", "RaptorFlow.Embedded", "plugins"];

    [Fact]
    public void NoFile_IsLongerThan300Lines() =>
        Assert.All(Product.SelectMany(Solution.Sources), f => Assert.True(File.ReadLines(f).Count() <= 300, $"{Path.GetRelativePath(Solution.Root, f)} is more than one idea."));

    [Fact]
    public void NoFolder_IsNamedForNothing() =>
        Assert.All(Product.SelectMany(Solution.Sources), f => Assert.DoesNotMatch(NamedForNothing(), Path.GetRelativePath(Solution.Root, f)));

    [Fact]
    public void TimeIsReadThroughTimeProvider() =>
        Assert.All(Product.SelectMany(Solution.Sources), f => Assert.DoesNotMatch(WallClock(), File.ReadAllText(f)));

    // Connections go back to the pool as they are, and the next to take one may serve another tenant.
    [Fact]
    public void NoStatement_LeavesAnythingOnItsConnection() =>
        Assert.All(Product.SelectMany(Solution.Sources), f => Assert.DoesNotMatch(SessionState(), File.ReadAllText(f)));

    [Fact]
    public void EveryMigration_IsNamedByDateVerbAndObject() =>
        Assert.All(Directory.GetFiles(Path.Combine(Solution.Root, "RaptorFlow.Core", "Data", "Migrations")), f => Assert.Matches(MigrationName(), Path.GetFileName(f)));

    [GeneratedRegex(@"(^|/)(Services|Helpers|Managers|Utils|Common|Misc)/")]
    private static partial Regex NamedForNothing();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bDateTime\.Today\b")]
    private static partial Regex WallClock();

    [GeneratedRegex(@"set_config\([^()]*,(?! true\))[^,()]*\)|\bpg_(try_)?advisory_lock(_shared)?\(|\bset session\b|\bcreate temp", RegexOptions.IgnoreCase)]
    private static partial Regex SessionState();

    [GeneratedRegex(@"^\d{8}_\d{4}_[a-z]+_[a-z_]+\.sql$")]
    private static partial Regex MigrationName();
}
