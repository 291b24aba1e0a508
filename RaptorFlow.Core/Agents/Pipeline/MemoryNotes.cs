using RaptorFlow.Agents;
using RaptorFlow.Memory;

namespace RaptorFlow.Core.Agents.Pipeline;

/// <summary>Holds what an agent wants remembered to its card and to the bounds of the contract.</summary>
internal static class MemoryNotes
{
    private const int MostSource = 500;
    private const int MostType = 50;
    private const int MostKey = 100;

    /// <exception cref="AgentInputException">It is more than may be kept; trying again will not help.</exception>
    public static IReadOnlyList<MemoryNote> Checked(AgentCard card, IReadOnlyList<MemoryNote> notes)
    {
        if (notes.Count > MemoryNote.Most)
            throw Wrong($"{notes.Count} documents; an answer may bring {MemoryNote.Most}.");
        foreach (var note in notes)
        {
            if (!card.Remembers.Contains(note.Collection))
                throw Wrong($"{card.Code} may not add to '{note.Collection}': its card does not name it under 'remembers'.");
            if (note.Title is not { Length: > 0 and <= MemoryNote.MaximumTitle } || note.Text is not { Length: > 0 and <= MemoryNote.MaximumText })
                throw Wrong($"'{note.Title.Cut(MemoryNote.MaximumTitle)}' has a title or text that is empty or too long.");
            if (note.Type?.Length > MostType || note.Source?.Length > MostSource || note.Key is { Length: 0 or > MostKey })
                throw Wrong($"'{note.Title}' has a type, source or key that is too long.");
        }
        return notes;
    }

    private static AgentInputException Wrong(string message) => new("remembers", message);
}
