using System.Text.Json;
using RaptorFlow.Agents;

namespace RaptorFlow.TestGuild.Effects;

/// <param name="Milliseconds">How long it works.</param>
/// <param name="FailTimes">How many attempts fail first.</param>
/// <param name="Asks">How many tasks it asks for before it answers.</param>
/// <param name="Steps">The outputs of the steps before it.</param>
internal sealed record EffectInput(int Milliseconds = 0, int FailTimes = 0, int Asks = 0, IReadOnlyDictionary<string, JsonElement>? Steps = null);

/// <param name="Nonce">This execution's own.</param>
/// <param name="Attempt">The attempt that it was.</param>
/// <param name="Saw">The nonces of the executions it built on.</param>
/// <param name="At">When its host took it to be.</param>
internal sealed record EffectOutput(string Nonce, int Attempt, IReadOnlyDictionary<string, string> Saw, DateTimeOffset At);

/// <summary>Each execution has a number of its own, in its output and in the one decision it leaves: what was kept twice, or mixed, shows.</summary>
internal sealed class EffectAgent : Agent<EffectInput, EffectOutput>
{
    protected override async ValueTask<Draft<EffectOutput>> DraftAsync(EffectInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var nonce = Guid.NewGuid().ToString("N");
        if (input.Milliseconds > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(input.Milliseconds), context.Time, cancellationToken);
        if (context.Attempt <= input.FailTimes)
            throw new HttpRequestException("as the input says");
        if (input.Asks > context.Children.Count)
        {
            return new()
            {
                Output = new(nonce, context.Attempt, new Dictionary<string, string>(), context.Time.GetUtcNow()),
                Confidence = new(1, "so far"),
                Needs = [.. Enumerable.Range(0, input.Asks).Select(i => new TaskRequest { Key = $"part-{i}", Agent = "EFF-001", Input = JsonSerializer.Deserialize<JsonElement>("{}"), MaxAttempts = 10 })],
            };
        }
        var saw = (input.Steps ?? new Dictionary<string, JsonElement>()).ToDictionary(s => s.Key, s => s.Value.GetProperty("nonce").GetString()!);
        return new()
        {
            Output = new(nonce, context.Attempt, saw, context.Time.GetUtcNow()),
            Confidence = new(1, "an execution"),
            Decisions = [new() { Kind = "plan", Choice = nonce }],
        };
    }
}
