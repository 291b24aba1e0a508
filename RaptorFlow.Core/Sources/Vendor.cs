namespace RaptorFlow.Core.Sources;

/// <summary>A service outside: who it is, what it needs to be asked, how often it may be, and what that costs unless the settings say otherwise.</summary>
internal abstract class Vendor
{
    /// <summary>As settings, reports and routes name it: <c>semrush</c>. Lower case.</summary>
    public abstract string Name { get; }

    /// <summary>As people name it.</summary>
    public abstract string Title { get; }

    public abstract Uri BaseAddress { get; }

    /// <summary>What is to be entered; empty for a service that needs no key. The first identifies the account that quotas are counted for.</summary>
    public virtual IReadOnlyList<CredentialField> Fields => [];

    public virtual VendorLimits Limits => VendorLimits.None;

    /// <summary>In USD, by what the vendor charges for: <c>unit</c>, <c>post</c>, <c>request</c>.</summary>
    public virtual IReadOnlyDictionary<string, decimal> Prices => new Dictionary<string, decimal>();

    /// <summary>What is to be known of a credential beforehand, when it ends or who can have one; told to people who enter it.</summary>
    public virtual string? Remark => null;

    /// <summary>A test may exchange the credential for a newer one, so that it has to be kept before it is tested.</summary>
    public virtual bool RenewsCredential => false;

    /// <summary>How long the vendor asks to wait; it says so in <c>Retry-After</c> unless it has a way of its own.</summary>
    public virtual TimeSpan? Wait(SourceResponse answer, TimeProvider time)
    {
        var wait = answer.Headers.RetryAfter;
        // A time of day is the vendor's own, whatever this host's clock says.
        var asked = wait?.Delta ?? (wait?.Date - (answer.Headers.Date ?? time.GetUtcNow()));
        return asked < TimeSpan.Zero ? TimeSpan.Zero : asked;
    }

    /// <summary>What the vendor says of a failure, in its own words; never anything that was sent to it.</summary>
    public virtual string? Said(SourceResponse answer) => null;

    /// <summary>Whether the credential is accepted, at the least cost the vendor has for finding out.</summary>
    /// <returns>What was found, in a sentence a person reads: <c>1,000 API units are left.</c></returns>
    /// <exception cref="SourceException">It is not, or cannot be told now.</exception>
    public abstract Task<string> TestAsync(SourceCall call, CancellationToken cancellationToken);
}

/// <summary>A part of a credential.</summary>
/// <param name="Name">In <c>snake_case</c>: <c>api_key</c>.</param>
/// <param name="Title">What people look for on the vendor's site.</param>
internal sealed record CredentialField(string Name, string Title)
{
    public bool Required { get; init; } = true;

    /// <summary>An id rather than a secret: it may be shown again.</summary>
    public bool Shown { get; init; }
}

/// <summary>How often one account may ask; null: as often as it likes.</summary>
internal sealed record VendorLimits(int? PerSecond, int? PerMinute, int? PerDay)
{
    public static VendorLimits None { get; } = new(null, null, null);
}
