using RaptorFlow.Agents;

namespace RaptorFlow.TestGuild.Scripted;

/// <param name="Say">What the output holds.</param>
/// <param name="Script"><c>hang</c>, <c>throw</c>, <c>throw_once</c>, <c>bad_input</c>, <c>nul</c>, <c>gate</c>, <c>told_gate</c>, <c>progress</c>, <c>steady</c>, <c>wait</c> or <c>wait_once</c>; anything else answers.</param>
internal sealed record ScriptedInput(string Say, string? Script = null);

internal sealed record ScriptedOutput(string Said, int Attempt)
{
    /// <summary>The guild's version that answered.</summary>
    public string Version { get; init; } = typeof(ScriptedOutput).Assembly.GetName().Version!.ToString(3);
}

internal sealed class ScriptedAgent : Agent<ScriptedInput, ScriptedOutput>
{
    private static readonly TaskCompletionSource Never = new();

    protected override async ValueTask<Draft<ScriptedOutput>> DraftAsync(ScriptedInput input, AgentContext context, CancellationToken cancellationToken)
    {
        switch (input.Script)
        {
            case "hang":
                // Deaf to its token, as a careless guild is.
                await Never.Task;
                break;
            case "wait":
                await Never.Task.WaitAsync(cancellationToken);
                break;
            case "wait_once" when context.Attempt == 1:
                await Never.Task.WaitAsync(cancellationToken);
                break;
            case "throw":
            case "throw_once" when context.Attempt == 1:
                throw new InvalidOperationException("as the script says");
            case "bad_input":
                throw new AgentInputException("say", "must be something else.");
            case "nul":
                context.Events.Progress("half\0 of it");
                return new() { Output = new("what Postgres\0 refuses", context.Attempt), Confidence = new(1, "scripted") };
            case "told_gate":
                context.Events.Progress("at the gate");
                goto case "gate";
            case "gate":
                // Opened by the test, which is in the same process.
                await ((TaskCompletionSource)AppContext.GetData(input.Say)!).Task.WaitAsync(cancellationToken);
                break;
            case "steady":
                // The same draft in every attempt, and so the same question.
                return new() { Output = new(input.Say, 1), Confidence = new(1, "scripted") };
            case "progress":
                context.Events.Progress("half of it");
                break;
        }
        return new() { Output = new(input.Say, context.Attempt), Confidence = new(1, "scripted") };
    }
}
