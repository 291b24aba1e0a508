using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace RaptorFlow.AppHost.Embedded;

/// <summary>Shows what starts, where, and how long it took: with a spinner for a person, as plain lines for a log.</summary>
internal sealed class StartupDisplay
{
    private readonly StatusContext? _status;
    private readonly List<string> _starting = [];
    private readonly Lock _lock = new();

    private StartupDisplay(StatusContext? status) => _status = status;

    private static bool IsInteractive => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive;

    public static async Task ShowAsync(Func<StartupDisplay, Task> start)
    {
        var watch = Stopwatch.StartNew();
        if (IsInteractive)
            await AnsiConsole.Status().Spinner(Spinner.Known.Dots).StartAsync("starting", status => start(new StartupDisplay(status)));
        else
            await start(new StartupDisplay(null));
        Console.WriteLine($"RaptorFlow is up after {Seconds(watch.Elapsed)}.");
    }

    public async Task<T> TrackAsync<T>(string name, Func<Task<T>> start, Func<T, string> where)
    {
        Change(() => _starting.Add(name));
        var watch = Stopwatch.StartNew();
        try
        {
            var started = await start();
            Write(name, Seconds(watch.Elapsed), where(started));
            return started;
        }
        finally
        {
            Change(() => _starting.Remove(name));
        }
    }

    private static string Seconds(TimeSpan elapsed) => string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.00} s");

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            _status?.Status("starting " + Markup.Escape(string.Join(", ", _starting)));
        }
    }

    private void Write(string name, string elapsed, string where)
    {
        lock (_lock)
        {
            if (_status is null)
                Console.WriteLine($"{name,-10} {elapsed,8}  {where}");
            else
                AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[green]✓[/] [bold]{name,-10}[/] [grey]{elapsed,8}[/]  {where}");
        }
    }
}
