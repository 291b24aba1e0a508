using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Identity;
using IdentityOptions = RaptorFlow.Core.Identity.IdentityOptions;

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
    public void Check_NoSuchUser_DoesTheWorkOfAWrongPassword()
    {
        var work = new CountedHasher(100_000);
        var passwords = new Passwords(work);
        var hash = passwords.Hash("correct horse");
        work.Verified.Clear();

        passwords.Check(hash, "a guess");
        passwords.Check(null, "a guess");

        // A hash says how much work it is: its format, function and rounds stand in front, its length tells the rest.
        Assert.Equal(2, work.Verified.Count);
        Assert.Equal(Work(work.Verified[0]), Work(work.Verified[1]));
        Assert.NotEqual(work.Verified[0], work.Verified[1]);

        static (string Parameters, int Length) Work(string hash) => (Convert.ToHexString(Convert.FromBase64String(hash).AsSpan(0, 13)), hash.Length);
    }

    private static Passwords Hasher(int iterations) => new(Options.Create(new IdentityOptions { PasswordIterations = iterations }));

    private sealed class CountedHasher(int iterations) : IPasswordHasher<object>
    {
        private readonly PasswordHasher<object> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));

        public List<string> Verified { get; } = [];

        public string HashPassword(object user, string password) => _hasher.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(object user, string hashedPassword, string providedPassword)
        {
            Verified.Add(hashedPassword);
            return _hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
