using System.Globalization;
using RaptorFlow.Marketing;
using RaptorFlow.Muse.Copy;

namespace RaptorFlow.Muse.Storyteller;

/// <summary>Numbers the lines that pass the rules and keeps those that do not with their reason.</summary>
internal sealed class LineFactory(CopyRules rules, int limit)
{
    private readonly HashSet<string> _texts = new(StringComparer.OrdinalIgnoreCase);
    private int _next = 1;

    public List<DroppedLine> Dropped { get; } = [];

    /// <summary>The first of several wordings that may go out; null when none may.</summary>
    public PublicLine? Make(string use, IReadOnlyList<Evidence> evidence, string? persona, params IEnumerable<string> wordings)
    {
        foreach (var text in wordings.Select(w => w.Trim()).Where(w => w.Length > 1))
        {
            var reason = text.Length > limit ? string.Create(CultureInfo.InvariantCulture, $"longer than {limit} characters") : rules.Offence(text);
            if (reason is null && _texts.Add(text))
                return new() { Id = string.Create(CultureInfo.InvariantCulture, $"L{_next++}"), Text = text, Use = use, Evidence = evidence, PersonaId = persona };
            if (reason is not null && Dropped.All(d => d.Text != text))
                Dropped.Add(new(text, reason));
        }
        return null;
    }
}
