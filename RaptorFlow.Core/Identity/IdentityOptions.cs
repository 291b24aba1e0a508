using System.ComponentModel.DataAnnotations;
using System.Text;

namespace RaptorFlow.Core.Identity;

/// <summary>Configuration section <c>Identity</c>.</summary>
public sealed class IdentityOptions : IValidatableObject
{
    public const string Section = "Identity";

    /// <summary>Signs the built-in identity's tokens (HS256); at least 32 bytes. Whoever has it can be anybody.</summary>
    [Required]
    public string SigningKey { get; set; } = "";

    /// <summary>The issuer of the built-in identity's tokens.</summary>
    [Required]
    public string Issuer { get; set; } = "raptorflow/auth/v1";

    /// <summary>The audience of every token, as Supabase has it.</summary>
    [Required]
    public string Audience { get; set; } = "authenticated";

    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a spent refresh token is answered with its successor again, for a client that lost the first answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RefreshReuseInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How far clocks may differ when a token's times are checked.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:02:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether anybody may create an account of the built-in identity.</summary>
    public bool AllowSignUp { get; set; } = true;

    [Range(8, 128)]
    public int MinimumPasswordLength { get; set; } = 8;

    /// <summary>Rounds of PBKDF2-HMAC-SHA512; 210,000 is OWASP's advice.</summary>
    [Range(100_000, 10_000_000)]
    public int PasswordIterations { get; set; } = 210_000;

    public SignInLimits Limits { get; set; } = new();

    public SupabaseOptions Supabase { get; set; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Encoding.UTF8.GetByteCount(SigningKey) < 32)
            yield return new("Identity:SigningKey must have at least 32 bytes; `openssl rand -base64 48` makes one.", [nameof(SigningKey)]);
        if (Supabase.Enabled && Supabase.Issuer == Issuer)
            yield return new("Identity:Supabase:Issuer and Identity:Issuer must differ.", [nameof(Supabase)]);
        if (Supabase.JwtSecret is { Length: > 0 } secret && Encoding.UTF8.GetByteCount(secret) < 32)
            yield return new("Identity:Supabase:JwtSecret must have at least 32 bytes.", [nameof(Supabase)]);
        if (Supabase.JwksAddress is { } address && (Supabase.JwtSecret is not null || !address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)))
            yield return new("Identity:Supabase takes either JwtSecret or JwksAddress, and the address must be https.", [nameof(Supabase)]);
        if (!Supabase.Enabled && (Supabase.JwtSecret is not null || Supabase.JwksAddress is not null))
            yield return new("Identity:Supabase:Issuer is missing: https://<project>.supabase.co/auth/v1.", [nameof(Supabase)]);
    }
}

/// <summary>How many failed sign-ins a quarter of an hour bears, and how many sign-ups an hour, before the answer is 429.</summary>
public sealed class SignInLimits
{
    [Range(1, 1000)]
    public int FailuresPerEmailAndAddress { get; set; } = 5;

    /// <summary>From all addresses together; higher, so that a stranger cannot easily lock an account.</summary>
    [Range(1, 1000)]
    public int FailuresPerEmail { get; set; } = 20;

    [Range(1, 100_000)]
    public int FailuresPerAddress { get; set; } = 50;

    [Range(1, 100_000)]
    public int SignUpsPerAddress { get; set; } = 100;
}

/// <summary>Tokens of a Supabase project, accepted beside the built-in identity's.</summary>
public sealed class SupabaseOptions
{
    /// <summary>For example <c>https://project.supabase.co/auth/v1</c>. Empty: Supabase tokens are not accepted.</summary>
    public string? Issuer { get; set; }

    /// <summary>The project's shared secret (HS256).</summary>
    public string? JwtSecret { get; set; }

    /// <summary>The project's signing keys (ES256, RS256), usually <c>{Issuer}/.well-known/jwks.json</c>.</summary>
    public Uri? JwksAddress { get; set; }

    public bool Enabled => Issuer is { Length: > 0 } && (JwtSecret is { Length: > 0 } || JwksAddress is not null);
}
