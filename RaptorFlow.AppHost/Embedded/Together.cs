namespace RaptorFlow.AppHost.Embedded;

/// <summary>Two things at a time: when one fails the other is called off, and both have ended when this returns.</summary>
internal static class Together
{
    public static async Task RunAsync(Func<CancellationToken, Task> one, Func<CancellationToken, Task> other, CancellationToken cancellationToken)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] both = [one(cancellation.Token), other(cancellation.Token)];
        var first = await Task.WhenAny(both);
        if (!first.IsCompletedSuccessfully)
            await cancellation.CancelAsync();
        await Task.WhenAll(both).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        // The failure itself, not the cancellation it led to.
        await first;
        await Task.WhenAll(both);
    }
}
