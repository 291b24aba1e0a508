using RaptorFlow.Marketing;
using RaptorFlow.Muse.Copy;

namespace RaptorFlow.Muse.Pillars;

/// <summary>Makes topics that pass the rules, with channels of the plan and what must be supplied first.</summary>
internal sealed class TopicFactory(ContentInput input, PhraseBook? book, Wording wording, CopyRules rules, int limit)
{
    private static readonly Lazy<Dictionary<string, List<string>>> Formats = new(() => DataFile.Load<Dictionary<string, List<string>>>("Data/rules/formats.yaml"));
    private readonly HashSet<string> _titles = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<ContentTopic> Make(string title, string format, IReadOnlyList<Evidence> evidence, string? needs, params IEnumerable<(string Place, string Value)> values)
    {
        var places = values.ToList();
        // Without patterns for the language the subject itself is the title, in the brief's words.
        var text = book is null ? Wording.Bare(places[0].Value) : PhraseBook.Fill(book.Titles[title], wording, places);
        if (text.Length > limit || rules.Offence(text) is not null || !_titles.Add(text))
            return [];
        var all = new[] { needs, Needs(format) }.OfType<string>().ToList();
        return [new(text, format, ChannelsFor(format), evidence, all.Count == 0 ? null : string.Join("; ", all))];
    }

    private List<string> ChannelsFor(string format)
    {
        var planned = input.Channels.Channels.SelectMany(c => c.ChannelIds).Distinct(StringComparer.Ordinal).ToList();
        var fitting = Formats.Value[format].Where(planned.Contains).Take(3).ToList();
        return fitting.Count > 0 ? fitting : [.. planned.Take(1)];
    }

    private string? Needs(string format)
    {
        var subjects = format switch
        {
            "comparison" => new[] { ConstraintSubject.Comparison, ConstraintSubject.Price },
            "answer" => [ConstraintSubject.Price, ConstraintSubject.Claim],
            "guide" => [ConstraintSubject.Claim],
            "tutorial" => [ConstraintSubject.Privacy],
            "story" => [ConstraintSubject.Privacy],
            _ => [ConstraintSubject.Capacity],
        };
        // A story needs consent only where the brief guards people's stories; wording for visitors concerns the pages, not the tale.
        var needs = input.Fundamentals.Constraints.Where(c => subjects.Contains(c.Subject) && (format != "story" || c.Effect == ConstraintEffect.Forbids)).ToList();
        return needs.Count == 0 ? null : string.Join("; ", needs.Select(c => c.Subject == ConstraintSubject.Comparison ? $"date and fair sources: {c.Id}" : $"check against {c.Id}: “{c.Evidence.Quote}”"));
    }
}
