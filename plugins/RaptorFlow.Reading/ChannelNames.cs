using RaptorFlow.Marketing;

namespace RaptorFlow.Reading;

/// <summary>Recognises channels by the names people give them.</summary>
public static class ChannelNames
{
    private static readonly Dictionary<string, string> Display = new(StringComparer.Ordinal)
    {
        [Channels.PaidSearch] = "Paid search", [Channels.Seo] = "Search engine optimisation", [Channels.Content] = "Own content", [Channels.LocalListing] = "Map listing and reviews",
        [Channels.EmailNewsletter] = "E-mail newsletter", [Channels.OutboundEmail] = "Outbound e-mail", [Channels.ColdCalling] = "Cold calling", [Channels.LinkedIn] = "LinkedIn",
        [Channels.Meta] = "Facebook and Instagram", [Channels.X] = "X", [Channels.Reddit] = "Reddit", [Channels.TikTok] = "TikTok", [Channels.YouTube] = "YouTube",
        [Channels.NewsletterSponsorship] = "Newsletter sponsorship", [Channels.PodcastSponsorship] = "Podcast sponsorship", [Channels.Partners] = "Partners", [Channels.Influencers] = "Influencers",
        [Channels.Referral] = "Referral", [Channels.Press] = "Press", [Channels.Events] = "Events", [Channels.OutOfHome] = "Posters and signs", [Channels.Print] = "Print and leaflets",
        [Channels.Broadcast] = "Radio and television", [Channels.Community] = "Community", [Channels.Messaging] = "Messaging", [Channels.Marketplace] = "Market places", [Channels.Display] = "Display advertising",
    };

    /// <summary>The channels a short name or split key means, in order: <c>reddit_and_x</c> is Reddit and X. Empty when it means none that is known.</summary>
    /// <param name="keyOrText">A key, or words of a list.</param>
    /// <param name="language">A BCP 47 tag; English and platform names are always understood.</param>
    public static IReadOnlyList<string> Ids(string keyOrText, string language)
    {
        ArgumentNullException.ThrowIfNull(keyOrText);
        var text = keyOrText.Replace('_', ' ');
        if (Display.ContainsKey(keyOrText.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_')))
            return [keyOrText.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_')];
        var tokens = Token.Read(text);
        var ids = Sponsored(tokens);
        if (ids.Count == 0)
            ids = Best(tokens, language, "channels", "channel_keys");
        if (tokens.Count <= 6 && tokens.Any(t => t.Text == "x") && !ids.Contains(Channels.X))
            ids = [.. ids, Channels.X];
        return ids;
    }

    /// <summary>The channels named in running text; words that are only sometimes a channel do not count.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="language">A BCP 47 tag; English and platform names are always understood.</param>
    public static IReadOnlyList<string> InText(string text, string language)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = Token.Read(text);
        var ids = Best(tokens, language, "channels");
        var x = tokens.Any(t => t.Text == "x" && text[t.Start] == 'X' && (t.Start == 0 || !char.IsLetterOrDigit(text[t.Start - 1]) && text[t.Start - 1] != '-'));
        return x && ids.Count > 0 && !ids.Contains(Channels.X) ? [.. ids, Channels.X] : ids;
    }

    /// <summary>A channel's name in English; an unknown id with its underscores as spaces.</summary>
    /// <param name="channelId">An id of <see cref="Channels"/> or of a brief.</param>
    public static string DisplayName(string channelId)
    {
        ArgumentNullException.ThrowIfNull(channelId);
        return Display.TryGetValue(channelId, out var name) ? name : channelId.Replace('_', ' ');
    }

    // "newsletter and podcast sponsorship": one word for two channels.
    private static IReadOnlyList<string> Sponsored(IReadOnlyList<Token> tokens)
    {
        if (!tokens.Any(t => t.Text.StartsWith("sponsor", StringComparison.Ordinal) || t.Text.StartsWith("patrocin", StringComparison.Ordinal)))
            return [];
        var ids = new List<string>();
        foreach (var token in tokens)
        {
            if (token.Text.StartsWith("newsletter", StringComparison.Ordinal))
                ids.Add(Channels.NewsletterSponsorship);
            else if (token.Text.StartsWith("podcast", StringComparison.Ordinal))
                ids.Add(Channels.PodcastSponsorship);
        }
        return [.. ids.Distinct()];
    }

    private static List<string> Best(IReadOnlyList<Token> tokens, string language, params string[] lists)
    {
        var ids = new List<(int Start, string Id)>();
        var covered = new bool[tokens.Count];
        Lexicon[] lexicons = Languages.Base(language) == "en" ? [Lexicon.Common, Lexicon.For("en")] : [Lexicon.For(language), Lexicon.Common, Lexicon.For("en")];
        var hits = lexicons.SelectMany((l, order) => l.Index(lists).All(tokens).Select(h => (Hit: h, Order: order)));
        foreach (var (hit, _) in hits.OrderByDescending(h => h.Hit.Count).ThenBy(h => h.Order).ThenBy(h => h.Hit.Start))
        {
            if (Enumerable.Range(hit.Start, hit.Count).Any(i => covered[i]))
                continue;
            Array.Fill(covered, true, hit.Start, hit.Count);
            ids.AddRange(hit.Value.Split('+').Select(id => (hit.Start, id)));
        }
        return [.. ids.OrderBy(i => i.Start).Select(i => i.Id).Distinct()];
    }
}
