using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Watching;

/// <summary>A line per event, for logs and pipes.</summary>
internal sealed class PlainDisplay(TextWriter output)
{
    public void Show(RunEvent item, BoardStep? step)
    {
        if (step is null)
        {
            if (item.EndsRun)
                output.WriteLine($"run {item.Type["run.".Length..]}{(item.Text("error") is { } why ? ": " + CleanText.Short(why, 300) : "")}");
            return;
        }
        var name = Name(step);
        var line = item.Type switch
        {
            "task.started" => $"{name} started{(step.Agent.Length > 0 ? $" ({CleanText.Of(step.Agent)})" : "")}",
            "task.progress" => $"{name} … {CleanText.Short(step.Message, 200)}",
            "task.succeeded" => $"{name} done in {Plain.Duration(step.DurationMs)}{(step.Confidence is { } c ? $", confidence {Plain.Percent(c)}" : "")}",
            "task.retrying" => $"{name} {CleanText.Short(step.Message, 300)}",
            "task.returned" => $"{name} handed back: {CleanText.Short(item.Text("reason") ?? "", 300)}",
            "task.dead" => $"{name} failed for good: {CleanText.Short(step.Message, 300)}",
            _ => null,
        };
        if (line is not null)
            output.WriteLine(line);
    }

    private static string Name(BoardStep step) => step.Number is { } number
        ? FormattableString.Invariant($"{number,2} {CleanText.Of(step.Title)}")
        : $" · {CleanText.Of(step.Title)}";
}
