using RaptorFlow.AppHost.Embedded;
using RaptorFlow.Embedded;

// The stack without containers: Postgres and Garnet, then the product's own programs, as processes of this machine.
using var stop = StopRequest.Listen();
try
{
    using var checkout = Checkout.Open();
    await using var stack = new LocalStack(checkout, stop.Token);
    await StartupDisplay.ShowAsync(stack.StartAsync);
    return args is [] ? await stack.ServeAsync() : await stack.RunClientAsync(args);
}
catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
{
    return 0;
}
catch (EmbeddedException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
