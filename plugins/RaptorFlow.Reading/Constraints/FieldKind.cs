namespace RaptorFlow.Reading;

/// <summary>How far a place in the brief is trusted to state rules.</summary>
internal enum FieldKind
{
    /// <summary>Says nothing about what we may do: names, samples, the past, competitors, figures.</summary>
    Silent,

    /// <summary>Describes what is sold and to whom; states a rule only when it plainly speaks of marketing.</summary>
    Descriptive,

    /// <summary>Free notes.</summary>
    Free,

    /// <summary>A document, which may be in anyone's voice.</summary>
    Document,

    /// <summary>Every entry is a rule.</summary>
    Rule,

    /// <summary>Every entry is something forbidden.</summary>
    Forbidden,
}

internal static class FieldKinds
{
    private static readonly string[] SilentFields =
        ["name", "legal_name", "website", "repository", "founded", "size", "languages", "competitors", "past_campaigns", "metrics", "headquarters"];

    private static readonly string[] DescriptiveFields = ["type", "industry", "products", "revenue_model", "target_customers", "geographies", "differentiators"];

    private static readonly string[] SilentVoice = ["brand_voice.sample_lines", "brand_voice.adjectives", "brand_voice.examples"];

    public static FieldKind Of(string source, string language)
    {
        if (source.Contains('#', StringComparison.Ordinal))
            return FieldKind.Document;
        var keys = Keys(source);
        var root = keys[0];
        if (root == "constraints")
            return FieldKind.Rule;
        if (SilentFields.Contains(root, StringComparer.Ordinal) || SilentVoice.Any(v => source.StartsWith(v, StringComparison.Ordinal)))
            return FieldKind.Silent;
        if (root == "budget" && keys.Length > 1 && keys[1] is "amount" or "currency" or "period" or "split")
            return FieldKind.Silent;
        if (Named(keys, "forbid_keys", language))
            return FieldKind.Forbidden;
        if (Named(keys, "rule_keys", language))
            return FieldKind.Rule;
        return DescriptiveFields.Contains(root, StringComparer.Ordinal) ? FieldKind.Descriptive : FieldKind.Free;
    }

    public static string Root(string source) => Keys(source)[0];

    private static bool Named(string[] keys, string list, string language) =>
        keys.Skip(keys.Length > 1 && DescriptiveFields.Contains(keys[0]) ? 1 : 0).Any(k => Matches(k, Lexicon.For(language).List(list)) || Matches(k, Lexicon.For("en").List(list)));

    private static bool Matches(string key, IReadOnlyList<string> names)
    {
        var folded = Words.Fold(key);
        return names.Any(n => Words.Fold(n) is var name && (folded == name || (name.Length > 4 && folded.Split('_').Contains(name))));
    }

    // competitors[2].note -> competitors, note
    private static string[] Keys(string source) => [.. source.Split('.').Select(k => k.Contains('[', StringComparison.Ordinal) ? k[..k.IndexOf('[', StringComparison.Ordinal)] : k)];
}
