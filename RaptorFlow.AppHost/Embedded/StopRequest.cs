using System.Runtime.InteropServices;
using RaptorFlow.Embedded.Processes;

namespace RaptorFlow.AppHost.Embedded;

/// <summary>Every way to be told to stop: Ctrl+C, SIGTERM, a closed terminal, or the death of the <c>dotnet run</c> that started this.</summary>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<IDisposable> _registrations = [];

    private StopRequest()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                _stop.Cancel();
            }));
        }

        _registrations.Add(ParentProcess.OnDeath(_stop.Cancel));
    }

    public CancellationToken Token => _stop.Token;

    public static StopRequest Listen() => new();

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }
}
