using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace RaptorFlow.Core.Identity;

/// <summary>Hashes and checks passwords; takes as long for a user who does not exist as for one who does.</summary>
/// <remarks>
/// PBKDF2-HMAC-SHA512 through the framework's own hasher, not Argon2id: it runs in the platform's cryptography, costs no memory
/// per sign-in, carries its parameters in the hash, and asks for a rehash when they were raised.
/// </remarks>
public sealed class Passwords
{
    /// <summary>Longer input would only buy an attacker computing time.</summary>
    public const int MaximumLength = 256;

    private static readonly object NoUser = new();
    private readonly IPasswordHasher<object> _hasher;
    private readonly string _nobody;

    public Passwords(IOptions<IdentityOptions> options)
        : this(new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = options.Value.PasswordIterations })))
    {
    }

    internal Passwords(IPasswordHasher<object> hasher)
    {
        _hasher = hasher;
        _nobody = _hasher.HashPassword(NoUser, Guid.NewGuid().ToString());
    }

    public string Hash(string password) => _hasher.HashPassword(NoUser, password);

    public PasswordCheck Check(string? hash, string password)
    {
        var result = _hasher.VerifyHashedPassword(NoUser, hash ?? _nobody, password);
        if (hash is null || result == PasswordVerificationResult.Failed)
            return PasswordCheck.Wrong;
        return result == PasswordVerificationResult.SuccessRehashNeeded ? PasswordCheck.RightButWeaklyHashed : PasswordCheck.Right;
    }
}

public enum PasswordCheck
{
    Wrong,
    Right,
    RightButWeaklyHashed,
}
