using RaptorFlow.Cli.Terminal;
using Spectre.Console;

namespace RaptorFlow.Cli.Watching;

/// <summary>A table that moves while the run does.</summary>
internal static class StepTable
{
    private static readonly Spinner Spinner = Spinner.Known.Dots;

    public static Task RunAsync(IAnsiConsole console, RunBoard board, TimeProvider time, CancellationToken stop) =>
        console.Live(Draw(board, 0)).AutoClear(false).StartAsync(async live =>
        {
            using var timer = new PeriodicTimer(Spinner.Interval, time);
            for (var tick = 0; !stop.IsCancellationRequested; tick++)
            {
                live.UpdateTarget(Draw(board, tick));
                try
                {
                    await timer.WaitForNextTickAsync(stop);
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                    break;
                }
            }
            live.UpdateTarget(Draw(board, 0));
        });

    internal static Table Draw(RunBoard board, int tick)
    {
        var (status, steps) = board.Read();
        var table = new Table { Border = TableBorder.None, ShowHeaders = false }.AddColumns("", "", "", "", "", "");
        foreach (var column in table.Columns)
            column.NoWrap().PadRight(2);
        foreach (var step in steps)
        {
            table.AddRow(
                new Markup(Sign(step, tick)),
                new Markup(step.Number is { } number ? FormattableString.Invariant($"[grey]{number,2}[/]") : "[grey] ·[/]"),
                new Markup(step.Status == "queued" ? $"[grey]{Text(step.Title, 28)}[/]" : Text(step.Title, 28)),
                new Markup($"[grey]{Text(step.Agent, 26)}[/]"),
                new Markup($"[grey]{(step.Ended ? Plain.Duration(step.DurationMs) : "")}[/]").RightJustified(),
                new Markup(step.Status == "succeeded" ? Meter(step.Confidence) : $"[grey]{Text(step.Message, 44)}[/]"));
        }
        var done = steps.Count(s => s.Ended);
        table.Caption = new TableTitle(FormattableString.Invariant($"{done} of {steps.Count} steps · {status.EscapeMarkup()}"));
        return table;
    }

    private static string Sign(BoardStep step, int tick) => step.Status switch
    {
        "succeeded" => "[green]✓[/]",
        "failed" or "dead" => "[red]✗[/]",
        "cancelled" => "[grey]–[/]",
        "awaiting_approval" or "paused" => "[yellow]‖[/]",
        "running" => $"[teal]{Spinner.Frames[tick % Spinner.Frames.Count].EscapeMarkup()}[/]",
        _ => "[grey]·[/]",
    };

    private static string Meter(double? confidence)
    {
        if (confidence is not { } value)
            return "";
        var full = (int)Math.Round(Math.Clamp(value, 0, 1) * 10, MidpointRounding.AwayFromZero);
        return $"[teal]{new string('━', full)}[/][grey]{new string('━', 10 - full)}[/] {Plain.Percent(value)}";
    }

    private static string Text(string? text, int length) => CleanText.Short(text, length).EscapeMarkup();
}
