using RaptorFlow.Cli.Api;

namespace RaptorFlow.Cli.Watching;

/// <summary>The steps of a run as events arrive. Read by the display while the watcher writes.</summary>
internal sealed class RunBoard
{
    private readonly Lock _gate = new();
    private readonly List<BoardStep> _steps;
    private string _status;

    public RunBoard(RunView run)
    {
        _status = run.Status;
        _steps = [.. run.Steps.Concat(run.Tasks).Select(s => new BoardStep(s.Key, s.Name, s.Number, s.AgentName ?? s.Agent ?? "", s.Status, s.DurationMs, s.Confidence?.Value, s.ErrorText()))];
    }

    public (string Status, IReadOnlyList<BoardStep> Steps) Read()
    {
        lock (_gate)
            return (_status, [.. _steps]);
    }

    /// <summary>Takes an event in. Returns the step it changed, when it is about one.</summary>
    public BoardStep? Apply(RunEvent item)
    {
        lock (_gate)
        {
            if (item.EndsRun)
                _status = item.Type["run.".Length..];
            else if (item.Type == "run.started")
                _status = "running";
            var index = item.Step is null ? -1 : _steps.FindIndex(s => s.Key == item.Step);
            if (index < 0)
                return null;
            return _steps[index] = Next(_steps[index], item);
        }
    }

    private static BoardStep Next(BoardStep step, RunEvent item) => item.Type switch
    {
        "task.started" => step with { Status = "running", Message = null },
        "task.progress" => step with { Message = item.Text("message") },
        "task.succeeded" => step with { Status = "succeeded", DurationMs = item.Number("duration_ms") ?? step.DurationMs, Confidence = Confidence(item) ?? step.Confidence, Message = null },
        "task.retrying" => step with { Status = "queued", Message = $"trying again: {item.Text("error")}" },
        "task.returned" => step with { Status = "queued", Message = item.Text("reason") },
        "task.dead" => step with { Status = "dead", Message = item.Text("error") },
        _ => step,
    };

    private static double? Confidence(RunEvent item) => item.Number("confidence")
        ?? (item.Data is { } data && data.TryGetProperty("confidence", out var value) && value.ValueKind == System.Text.Json.JsonValueKind.Object
            && value.TryGetProperty("value", out var inner) && inner.ValueKind == System.Text.Json.JsonValueKind.Number ? inner.GetDouble() : null);
}

/// <summary>A step as the display shows it.</summary>
internal sealed record BoardStep(string Key, string Title, int? Number, string Agent, string Status, double? DurationMs, double? Confidence, string? Message)
{
    public bool Ended => Status is "succeeded" or "failed" or "dead" or "cancelled";
}
