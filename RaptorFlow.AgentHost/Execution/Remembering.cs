using RaptorFlow.Agents;
using RaptorFlow.Core;
using RaptorFlow.Core.Memory;
using RaptorFlow.Core.Runs;
using RaptorFlow.Memory;

namespace RaptorFlow.AgentHost.Execution;

/// <summary>Puts what a result wants remembered into the memory of its task's workspace, and into no other.</summary>
/// <remarks>Before the result is completed: should the host die between the two, the next attempt finds its own documents there, and adds none twice.</remarks>
internal sealed class Remembering(DocumentIntake memory)
{
    /// <returns>The result with what is remembered in place of what is to be.</returns>
    public async Task<AgentResult> KeepAsync(TaskClaim claim, AgentResult result, CancellationToken cancellationToken)
    {
        var remembered = new List<RememberedDocument>(result.Remembers.Count);
        foreach (var note in result.Remembers)
        {
            var kept = await memory.AddTextAsync(claim.WorkspaceId, Document(claim, note), replace: note.Key is not null, cancellationToken);
            if (kept.Document is { } document)
                remembered.Add(new(document.Id, document.Title, document.Collection) { Type = document.Type, Changed = kept.Outcome is DocumentOutcome.Added or DocumentOutcome.Replaced });
        }
        return result with { Remembers = [], Remembered = remembered };
    }

    private static NewDocument Document(TaskClaim claim, MemoryNote note) => new(StorableText.Of(note.Title, MemoryNote.MaximumTitle), StorableText.Of(note.Text, MemoryNote.MaximumText), note.Collection)
    {
        Type = note.Type,
        Source = note.Key is { } key ? MemoryNote.SourceOf(claim.AgentCode, key) : note.Source,
        Date = note.Date,
    };
}
