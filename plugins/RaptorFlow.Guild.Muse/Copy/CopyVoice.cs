using RaptorFlow.Marketing;
using RaptorFlow.Text;

namespace RaptorFlow.Muse.Copy;

/// <summary>The variant of the phrase books a company speaks in.</summary>
/// <param name="Name"><c>warm</c>, <c>direct</c>, <c>formal</c> or <c>plain</c>.</param>
/// <param name="After">The short sentence that may follow the promise: <c>playful</c>, <c>encouraging</c>; null when neither fits.</param>
internal sealed record CopyVoice(string Name, string? After)
{
    private static readonly string[] Names = ["formal", "warm", "direct"];
    private static readonly Lazy<Dictionary<string, List<string>>> Cues = new(() => DataFile.Load<Dictionary<string, List<string>>>("Data/rules/voices.yaml"));

    public static CopyVoice Of(VoiceProfile voice)
    {
        var score = Cues.Value.ToDictionary(c => c.Key, c => (double)voice.Adjectives.Count(a => c.Value.Exists(cue => Terms.Holds(a.Quote, cue))), StringComparer.Ordinal);
        if (voice.Formality is { } formality)
        {
            score["formal"] += formality >= 0.7 ? 1 : 0;
            score["direct"] += formality <= 0.2 ? 0.5 : 0;
        }
        if (voice.Playfulness >= 0.6)
            score["playful"] += 1;
        var name = Names.OrderByDescending(n => score[n]).First();
        var after = score["playful"] >= 1 ? "playful" : score["encouraging"] >= 1 ? "encouraging" : null;
        return new(score[name] > 0 ? name : "plain", name == "formal" && score["formal"] > 0 ? null : after);
    }
}
