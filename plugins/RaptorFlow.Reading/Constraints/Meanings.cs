using RaptorFlow.Marketing;

namespace RaptorFlow.Reading;

/// <summary>Says in one English line what a constraint does.</summary>
internal static class Meanings
{
    private const int MostTerms = 4;

    public static string Of(ConstraintEffect effect, ConstraintSubject subject, IReadOnlyList<string> terms, string quote, string? instead)
    {
        var head = $"{effect.ToString().ToLowerInvariant()} {subject.ToString().ToLowerInvariant()}: ";
        if (instead is not null)
            return head + instead;
        if (subject == ConstraintSubject.Channel && terms.Count > 0)
            return $"{head}{string.Join(", ", terms.Select(ChannelNames.DisplayName))}";
        return terms.Count is > 0 and <= MostTerms && effect == ConstraintEffect.Forbids ? $"{head}{string.Join(", ", terms)}" : $"{head}“{quote}”";
    }
}
