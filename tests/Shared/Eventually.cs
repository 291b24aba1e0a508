namespace RaptorFlow.Testing;

/// <summary>Waits for what another process will do, by looking, for as long as the test may run.</summary>
internal static class Eventually
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var deadline = DateTime.UtcNow + _patience;
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "It did not come true in time.");
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
