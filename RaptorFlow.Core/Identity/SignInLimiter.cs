using Dapper;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Identity;

/// <summary>Limits guesses of passwords, per account and per address, across all instances.</summary>
public sealed class SignInLimiter(Database database, IOptions<IdentityOptions> options, TimeProvider time)
{
    private static readonly TimeSpan SignInWindow = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan SignUpWindow = TimeSpan.FromHours(1);

    /// <summary>
    /// Records the attempt as failed before it is judged, so that attempts made at once count each other;
    /// <see cref="SucceededAsync"/> clears it.
    /// </summary>
    public async Task<SignInAttempt> BeginSignInAsync(string email, string address, CancellationToken cancellationToken)
    {
        var attempt = await RecordAsync("sign_in", email, address, cancellationToken);
        var limits = options.Value.Limits;
        await using var scope = await database.BeginAsync(cancellationToken);
        var (both, account, anywhere) = await scope.Connection.QuerySingleAsync<(long, long, long)>(new CommandDefinition("""
            select (select count(*) from sign_in_attempts where kind = 'sign_in' and outcome = 'failed' and email = @email and address = @address and at > @since),
                   (select count(*) from sign_in_attempts where kind = 'sign_in' and outcome = 'failed' and email = @email and at > @since),
                   (select count(*) from sign_in_attempts where kind = 'sign_in' and outcome = 'failed' and address = @address and at > @since)
            """, new { email = UserStore.Normalize(email), address, since = time.GetUtcNow() - SignInWindow }, cancellationToken: cancellationToken));
        var over = both > limits.FailuresPerEmailAndAddress || account > limits.FailuresPerEmail || anywhere > limits.FailuresPerAddress;
        return over ? await LimitAsync(scope, attempt, SignInWindow, cancellationToken) : attempt;
    }

    public async Task<SignInAttempt> BeginSignUpAsync(string email, string address, CancellationToken cancellationToken)
    {
        var attempt = await RecordAsync("sign_up", email, address, cancellationToken);
        await using var scope = await database.BeginAsync(cancellationToken);
        var count = await scope.Connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "select count(*) from sign_in_attempts where kind = 'sign_up' and outcome <> 'limited' and address = @address and at > @since",
            new { address, since = time.GetUtcNow() - SignUpWindow }, cancellationToken: cancellationToken));
        return count > options.Value.Limits.SignUpsPerAddress ? await LimitAsync(scope, attempt, SignUpWindow, cancellationToken) : attempt;
    }

    /// <summary>The right password also forgives the failures before it from the same address.</summary>
    public async Task SucceededAsync(SignInAttempt attempt, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(cancellationToken);
        await scope.Connection.ExecuteAsync(new CommandDefinition("""
            update sign_in_attempts set outcome = 'succeeded'
            where id = @Id or (outcome = 'failed' and kind = 'sign_in' and email = @Email and address = @Address)
            """, attempt, cancellationToken: cancellationToken));
        await scope.CommitAsync(cancellationToken);
    }

    private async Task<SignInAttempt> RecordAsync(string kind, string email, string address, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var attempt = new SignInAttempt(Guid.CreateVersion7(now), UserStore.Normalize(email), address, null);
        await using var scope = await database.BeginAsync(cancellationToken);
        await scope.Connection.ExecuteAsync(new CommandDefinition("""
            delete from sign_in_attempts where at < @old;
            insert into sign_in_attempts (id, kind, email, address, outcome, at) values (@Id, @kind, @Email, @Address, 'failed', @now)
            """, new { attempt.Id, kind, attempt.Email, attempt.Address, now, old = now.AddDays(-1) }, cancellationToken: cancellationToken));
        await scope.CommitAsync(cancellationToken);
        return attempt;
    }

    // A refused attempt does not count: knocking at a locked door does not keep it locked.
    private async Task<SignInAttempt> LimitAsync(Scope scope, SignInAttempt attempt, TimeSpan window, CancellationToken cancellationToken)
    {
        await scope.Connection.ExecuteAsync(new CommandDefinition("update sign_in_attempts set outcome = 'limited' where id = @Id", attempt, cancellationToken: cancellationToken));
        var oldest = await scope.Connection.ExecuteScalarAsync<DateTime?>(new CommandDefinition(
            "select min(at) from sign_in_attempts where outcome <> 'limited' and (email = @Email or address = @Address) and at > @since",
            new { attempt.Email, attempt.Address, since = time.GetUtcNow() - window }, cancellationToken: cancellationToken));
        await scope.CommitAsync(cancellationToken);
        var wait = (oldest is { } at ? new DateTimeOffset(at, TimeSpan.Zero) + window : time.GetUtcNow() + window) - time.GetUtcNow();
        return attempt with { RetryAfter = wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait };
    }
}

/// <param name="Id">The record of it.</param>
/// <param name="Email">Normalised.</param>
/// <param name="Address">The client's.</param>
/// <param name="RetryAfter">Set when the attempt is refused.</param>
public sealed record SignInAttempt(Guid Id, string Email, string Address, TimeSpan? RetryAfter);
