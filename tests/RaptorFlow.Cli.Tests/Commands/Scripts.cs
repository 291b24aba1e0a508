using System.Text.Json.Nodes;

namespace RaptorFlow.Cli.Tests.Commands;

internal static class Scripts
{
    public static List<JsonObject> Happy() =>
    [
        Event(1, "run.started"),
        Event(2, "task.started", "fundamentals"),
        Event(3, "task.progress", "fundamentals", new() { ["message"] = "reading the brief" }),
        Event(4, "task.succeeded", "fundamentals", new() { ["duration_ms"] = 41, ["confidence"] = 0.88 }),
        Event(5, "task.started", "market"),
        Event(6, "task.retrying", "market", new() { ["error"] = "model timed out", ["not_before"] = "2025-11-01T10:00:00Z" }),
        Event(7, "task.succeeded", "market", new() { ["duration_ms"] = 1200, ["confidence"] = 0.22 }),
        Event(8, "run.succeeded"),
    ];

    public static List<JsonObject> Failing() =>
    [
        Event(1, "run.started"),
        Event(2, "task.started", "market"),
        Event(3, "task.dead", "market", new() { ["error"] = "no segments" }),
        Event(4, "run.failed", null, new() { ["error"] = "market failed" }),
    ];

    public static JsonObject Registry() => new()
    {
        ["items"] = new JsonArray(
            new JsonObject { ["code"] = "RES-002", ["name"] = "Rival Scout", ["guild"] = "research", ["guild_name"] = "Research", ["tier"] = "balanced", ["available"] = true, ["capabilities"] = new JsonArray(new JsonObject { ["name"] = "competitors", ["summary"] = "…" }) },
            new JsonObject { ["code"] = "GRD-009", ["name"] = "Claims Guard", ["guild"] = "guardian", ["tier"] = "economy", ["available"] = false, ["reason"] = "its guild is faulted", ["capabilities"] = new JsonArray() }),
    };

    public static JsonObject Hits() => new()
    {
        ["items"] = new JsonArray(new JsonObject { ["title"] = "Interview", ["collection"] = "documents", ["text"] = "We deleted\na vendor.", ["heading"] = "Why we moved", ["position"] = 2, ["highlights"] = new JsonArray(new JsonObject { ["start"] = 11, ["length"] = 1 }, new JsonObject { ["start"] = 13, ["length"] = 6 }, new JsonObject { ["start"] = 90, ["length"] = 1 }),
            ["score"] = 0.8125, ["vector_rank"] = 2, ["similarity"] = 0.415, ["vector_contribution"] = 0.0125, ["text_rank"] = 1, ["text_score"] = 7.25, ["text_contribution"] = 0.8 }),
    };

    private static JsonObject Event(long seq, string type, string? step = null, JsonObject? data = null)
    {
        var item = new JsonObject { ["seq"] = seq, ["run_id"] = "r1", ["type"] = type, ["at"] = "2025-11-01T10:00:00Z", ["data"] = data ?? [] };
        if (step is not null)
            (item["step"], item["task_id"]) = (step, "t-" + step);
        return item;
    }
}
