using System.Diagnostics;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Core.Tests.Identity;

public sealed class PasswordTests
{
    [Fact]
    public void Check_RightAndWrongPassword_AreTold()
    {
        var passwords = Hasher(100_000);
        var hash = passwords.Hash("correct horse");
        Assert.Equal(PasswordCheck.Right, passwords.Check(hash, "correct horse"));
        Assert.Equal(PasswordCheck.Wrong, passwords.Check(hash, "Correct horse"));
        Assert.Equal(PasswordCheck.Wrong, passwords.Check(null, "correct horse"));
        Assert.NotEqual(hash, passwords.Hash("correct horse"));
    }

    [Fact]
    public void Check_HashOfFewerRounds_AsksForABetterOne() =>
        Assert.Equal(PasswordCheck.RightButWeaklyHashed, Hasher(200_000).Check(Hasher(100_000).Hash("correct horse"), "correct horse"));

    [Fact]
    public void Check_NoSuchUser_CostsAboutAsMuchAsAWrongPassword()
    {
        var passwords = Hasher(100_000);
        var hash = passwords.Hash("correct horse");
        passwords.Check(hash, "warm up");
        // The best of several: other work on the machine only ever adds.
        var wrong = Enumerable.Range(0, 7).Min(_ => Time(() => passwords.Check(hash, "a guess")));
        var nobody = Enumerable.Range(0, 7).Min(_ => Time(() => passwords.Check(null, "a guess")));
        Assert.InRange(nobody / wrong, 0.3, 3.0);
    }

    private static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static Passwords Hasher(int iterations) => new(Options.Create(new IdentityOptions { PasswordIterations = iterations }));
}
