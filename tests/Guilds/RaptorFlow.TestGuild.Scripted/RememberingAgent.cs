using RaptorFlow.Agents;
using RaptorFlow.Memory;

namespace RaptorFlow.TestGuild.Scripted;

/// <summary>Brings what it is told as a document: under a key (<c>keyed</c>), for a collection its card does not name (<c>elsewhere</c>), or beside all others.</summary>
internal sealed class RememberingAgent : Agent<ScriptedInput, ScriptedOutput>
{
    protected override ValueTask<Draft<ScriptedOutput>> DraftAsync(ScriptedInput input, AgentContext context, CancellationToken cancellationToken) => ValueTask.FromResult(new Draft<ScriptedOutput>
    {
        Output = new(input.Say, 1),
        Confidence = new(1, "scripted"),
        Remembers =
        [
            new("Told", input.Say, input.Script == "elsewhere" ? MemoryCollections.CodexKnowledge : MemoryCollections.CampaignBriefs)
            {
                Type = "finding",
                Source = "brief",
                Date = new(2026, 3, 2),
                Key = input.Script == "keyed" ? "told" : null,
            },
        ],
    });
}
