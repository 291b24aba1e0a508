namespace RaptorFlow.Core.Identity;

public sealed record User
{
    public required Guid Id { get; init; }

    public required string Email { get; init; }

    /// <summary>Null for a user of Supabase.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>A JSON object the user gave at sign-up, or changed since.</summary>
    public required string UserMetadata { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? LastSignInAt { get; init; }
}
