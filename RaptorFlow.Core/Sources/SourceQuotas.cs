using System.Globalization;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Sources;

/// <summary>
/// How often an account may ask, counted in Postgres for all hosts together, in windows of a second, a minute and a day (UTC). A vendor that asks one
/// host to wait is left alone by all.
/// </summary>
internal sealed class SourceQuotas(Database database, IOptionsMonitor<SourceOptions> options, CostClock clock, TimeProvider time)
{
    /// <summary>Takes one request, now or after a wait that is bearable.</summary>
    /// <exception cref="SourceException">The quota is used up for longer.</exception>
    public async Task TakeAsync(Vendor vendor, byte[] account, CancellationToken cancellationToken)
    {
        var settings = options.CurrentValue.Vendors.GetValueOrDefault(vendor.Name);
        var limits = new VendorLimits(settings?.PerSecond ?? vendor.Limits.PerSecond, settings?.PerMinute ?? vendor.Limits.PerMinute, settings?.PerDay ?? vendor.Limits.PerDay);
        var waited = TimeSpan.Zero;
        while (await WaitAsync(account, limits, cancellationToken) is { Wait: { } wait } full)
        {
            waited += wait;
            if (waited > options.CurrentValue.LongestWait)
                throw SourceException.OverQuota(Describe(full.Span!, limits, wait), wait);
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <summary>Nobody asks on this account for so long.</summary>
    public async Task PauseAsync(byte[] account, TimeSpan wait, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(cancellationToken);
        await scope.ExecuteAsync("select pause_source(@account, @wait, coalesce(@Fixed::timestamptz, now()))", new { account, wait, clock.Fixed }, cancellationToken);
        await scope.CommitAsync(cancellationToken);
    }

    /// <summary>Requests of the day so far.</summary>
    public async Task<long> UsedTodayAsync(byte[] account, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(cancellationToken);
        return await scope.FirstAsync<int?>("""
            select used from source_quotas
            where account = @account and span = 'day' and starts_at = date_trunc('day', coalesce(@Fixed::timestamptz, now()), 'UTC')
            """, new { account, clock.Fixed }, cancellationToken) ?? 0;
    }

    private async Task<Full> WaitAsync(byte[] account, VendorLimits limits, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(cancellationToken);
        var full = await scope.FirstAsync<Full>("select span, wait from take_source_quota(@account, @PerSecond, @PerMinute, @PerDay, coalesce(@Fixed::timestamptz, now()))",
            new { account, limits.PerSecond, limits.PerMinute, limits.PerDay, clock.Fixed }, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return full!;
    }

    private static string Describe(string span, VendorLimits limits, TimeSpan wait) => span switch
    {
        "pause" => string.Create(CultureInfo.InvariantCulture, $"It asks to be left alone for {Math.Ceiling(wait.TotalSeconds):0} s."),
        "second" => string.Create(CultureInfo.InvariantCulture, $"Its quota of {limits.PerSecond:N0} a second is used up by others."),
        "minute" => string.Create(CultureInfo.InvariantCulture, $"Its quota of {limits.PerMinute:N0} requests a minute is used up."),
        _ => string.Create(CultureInfo.InvariantCulture, $"Its quota of {limits.PerDay:N0} requests a day is used up until midnight UTC."),
    };

    private sealed record Full
    {
        /// <summary>Null: taken.</summary>
        public string? Span { get; init; }
        public TimeSpan? Wait { get; init; }
    }
}
