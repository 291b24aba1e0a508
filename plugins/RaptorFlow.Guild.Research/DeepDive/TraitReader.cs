using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.DeepDive;

/// <summary>Sets the attributes a brand wants against those that something beside the claim shows.</summary>
internal static class TraitReader
{
    private static readonly string[] Claims = ["brand_voice.adjectives", "differentiators"];
    private static readonly string[] Silent = ["name", "legal_name", "website", "repository", "competitors", "goal", "constraints", "budget", "languages", "target_customers", "geographies", "brand_voice.adjectives"];

    public static IReadOnlyList<BrandTrait> Read(IReadOnlyList<Evidence> facts, int most)
    {
        var lexicon = Lexicon.Topic("voice");
        var wanted = facts.Where(f => f.Source.StartsWith(Claims[0], StringComparison.Ordinal)).ToList();
        var shown = facts.Where(f => !Silent.Any(s => f.Source.StartsWith(s, StringComparison.Ordinal)))
            .SelectMany(f => Sentences.Clauses(f.Quote).Select(c => f with { Quote = c }))
            .SelectMany(f => lexicon.Find(f.Quote, "traits").Select(h => (Trait: h.Key, Fact: f)))
            .ToLookup(t => t.Trait, t => t.Fact, StringComparer.Ordinal);
        var traits = new List<BrandTrait>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var adjective in wanted)
        {
            var key = lexicon.Find(adjective.Quote, "traits").Select(h => h.Key).FirstOrDefault();
            var evidence = key is null ? [] : shown[key].Take(3).ToList();
            var literal = facts.Where(f => !Silent.Any(s => f.Source.StartsWith(s, StringComparison.Ordinal)) && Words.ContainsWord(f.Quote, adjective.Quote)).Take(2);
            List<Evidence> proof = [.. evidence.Concat(literal).DistinctBy(e => (e.Source, e.Quote)).Take(3)];
            if (key is not null)
                taken.Add(key);
            traits.Add(new(adjective.Quote, true, proof.Count > 0, [adjective, .. proof], proof.Count > 0
                ? $"Claimed and shown: {proof[0].Source} speaks of it."
                : $"“{adjective.Quote}” is claimed only; nothing else in the brief or documents shows it yet."));
        }
        // What shows without being claimed as a voice: differentiators say it is wanted, anything else that it is seen.
        foreach (var group in shown.Where(g => !taken.Contains(g.Key)))
        {
            var claims = group.Where(f => f.Source.StartsWith(Claims[1], StringComparison.Ordinal)).Take(2).ToList();
            var proof = group.Where(f => !f.Source.StartsWith(Claims[1], StringComparison.Ordinal)).Take(2).ToList();
            traits.Add(new(group.Key, claims.Count > 0, proof.Count > 0, [.. claims, .. proof], (claims.Count, proof.Count) switch
            {
                (0, _) => $"Shown in {proof[0].Source}, and not among what the company says of itself: it could be claimed.",
                (_, 0) => $"Claimed in {claims[0].Source}; nothing else shows it yet.",
                _ => $"Claimed in {claims[0].Source} and shown in {proof[0].Source}.",
            }));
        }
        return [.. traits.OrderBy(t => t.Wanted && t.Observed).Take(most)];
    }
}
