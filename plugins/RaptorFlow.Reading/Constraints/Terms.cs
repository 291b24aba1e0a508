using System.Globalization;
using RaptorFlow.Marketing;

namespace RaptorFlow.Reading;

/// <summary>What a constraint names, for matching.</summary>
internal static class Terms
{
    private const int MostWords = 5;

    public static IReadOnlyList<string> Of(string clause, string scope, ConstraintSubject subject, string language) => subject switch
    {
        ConstraintSubject.Channel => Channels(scope, clause, language),
        ConstraintSubject.Geography or ConstraintSubject.Audience => Named(scope, clause, language),
        ConstraintSubject.Wording => Wordings(scope, clause, language),
        _ => Phrases(scope, language),
    };

    private static IReadOnlyList<string> Channels(string scope, string clause, string language)
    {
        var ids = ChannelNames.InText(scope, language);
        if (ids.Count == 0 && Subjects.OnlyChannels(scope, language))
            ids = ChannelNames.Ids(scope, language);
        if (ids.Count == 0)
            ids = ChannelNames.InText(clause, language);
        // Who wants no e-mail wants none that nobody asked for either.
        return ids.Contains(Marketing.Channels.EmailNewsletter) && Words.Tokens(scope).Any(t => t is "email" or "emails" or "mail" or "mails") && !ids.Contains(Marketing.Channels.OutboundEmail)
            ? [.. ids, Marketing.Channels.OutboundEmail] : ids;
    }

    private static List<string> Wordings(string scope, string clause, string language)
    {
        var quoted = Quoting.Quoted(clause).Select(Lower).Distinct().ToList();
        if (quoted.Count > 0)
            return quoted;
        if (Lexicon.For(language).Index("marketing_words").All(Token.Read(clause)).Any())
            return [.. Lexicon.For(language).List("buzzwords").Select(Lower)];
        return Phrases(scope, language);
    }

    // "zero fines or guaranteed compliance", "fear-based or salesy copy": the things themselves, without "promise of" and "copy".
    private static List<string> Phrases(string scope, string language)
    {
        var lexicon = Lexicon.For(language);
        var joiners = lexicon.List("or").Concat(lexicon.List("and")).Select(w => $" {w} ").Append(",").Append(" / ").ToArray();
        var terms = new List<string>();
        foreach (var part in scope.Split(joiners, StringSplitOptions.RemoveEmptyEntries))
        {
            var tokens = Token.Read(part);
            var (from, to) = (0, tokens.Count);
            while (from < to && Drops(tokens, from, lexicon))
                from++;
            while (to > from && Drops(tokens, to - 1, lexicon))
                to--;
            if (to > from && to - from <= MostWords)
                terms.Add(Lower(part[tokens[from].Start..tokens[to - 1].End]));
        }
        return [.. terms.Distinct()];
    }

    private static bool Drops(IReadOnlyList<Token> tokens, int at, Lexicon lexicon) => lexicon.Index("drop_heads").At(tokens, at) is not null;

    private static List<string> Named(string scope, string clause, string language)
    {
        var distances = Numbers.Read(scope, language).Where(q => q.Unit is not null).Select(q => q.Text);
        var tokens = Token.Read(scope);
        var names = new List<string>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!char.IsUpper(scope[tokens[i].Start]) || (tokens[i].Start == 0 && clause.StartsWith(scope, StringComparison.Ordinal)) || Words.StopWords(language).Contains(tokens[i].Text))
                continue;
            var last = i;
            while (last + 1 < tokens.Count && char.IsUpper(scope[tokens[last + 1].Start]) && tokens[last + 1].Start - tokens[last].End <= 1)
                last++;
            names.Add(scope[tokens[i].Start..tokens[last].End]);
            i = last;
        }
        string[] all = [.. names, .. distances];
        return all.Length > 0 ? [.. all.Distinct()] : Phrases(scope, language);
    }

    private static string Lower(string text) => text.ToLower(CultureInfo.InvariantCulture);
}
