using System.Globalization;
using System.Text;

namespace RaptorFlow.Text;

/// <summary>Words of a text, compared without regard to case, accents and inflection.</summary>
internal static class Terms
{
    private static readonly HashSet<string> Stop = new(
        ("the and for with that this from are was were our your their its not but you who which per any all more most very can will has have had into out over under than then only also just etc too via " +
        "les des une aux avec pour dans sur par qui que est sont nos notre vos votre leur leurs sans plus tres pas ses son sa ces cette " +
        "der die das den dem des ein eine einer eines einem einen und oder mit fur von vom zum zur bei aus auf ist sind wir uns unser unsere ihr ihre nicht sich als auch nur im am " +
        "los las una unos unas con para por del que son sus nuestro nuestra mas muy sin como " +
        "il gli dei delle della dello degli con per che sono non nel nella dal dalla piu una uno " +
        "dos das com para por que sao nao mais nos nas pelo pela uma " +
        "het een van voor met aan uit zijn niet ook naar bij dat deze onze ons").Split(' '), StringComparer.Ordinal);

    private static readonly string[] Endings = ["ings", "ing", "ments", "ment", "ies", "ers", "er", "ed", "es", "en", "em", "s", "e", "n", "a", "o", "i"];

    public static string Fold(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                builder.Append(char.ToLowerInvariant(c));
        }
        return builder.ToString().Replace('’', '\'').Replace("ß", "ss", StringComparison.Ordinal);
    }

    public static IReadOnlyList<string> Tokens(string text)
    {
        var tokens = new List<string>();
        var word = new StringBuilder();
        foreach (var c in Fold(text))
        {
            if (char.IsLetterOrDigit(c))
            {
                word.Append(c);
                continue;
            }
            Take();
        }
        Take();
        return tokens;

        void Take()
        {
            if (word.Length > 0)
                tokens.Add(word.ToString());
            word.Clear();
        }
    }

    /// <summary>The stems of the words that carry meaning.</summary>
    public static IReadOnlySet<string> Content(string text) =>
        Tokens(text).Where(t => t.Length > 2 && !Stop.Contains(t)).Select(Stem).ToHashSet(StringComparer.Ordinal);

    /// <summary>The share of the shorter text's content words that the other holds, 0 to 1.</summary>
    public static double Overlap(string a, string b)
    {
        var left = Content(a);
        var right = Content(b);
        return left.Count == 0 || right.Count == 0 ? 0 : (double)left.Count(right.Contains) / Math.Min(left.Count, right.Count);
    }

    /// <summary>Content words that both hold, as stems.</summary>
    public static IReadOnlyList<string> Shared(string a, string b) => [.. Content(a).Where(Content(b).Contains)];

    /// <summary>Whether a text holds a phrase as whole words; a phrase that ends in <c>*</c> matches the beginning of a word.</summary>
    public static bool Holds(string text, string phrase)
    {
        var open = phrase.EndsWith('*');
        var wanted = Tokens(phrase);
        if (wanted.Count == 0)
            return false;
        var tokens = Tokens(text);
        for (var start = 0; start + wanted.Count <= tokens.Count; start++)
        {
            var fits = true;
            for (var i = 0; i < wanted.Count && fits; i++)
            {
                var last = i == wanted.Count - 1;
                fits = last && open ? tokens[start + i].StartsWith(wanted[i], StringComparison.Ordinal) : tokens[start + i] == wanted[i];
            }
            if (fits)
                return true;
        }
        return false;
    }

    private static string Stem(string token)
    {
        if (token.Length <= 3 || char.IsDigit(token[0]))
            return token;
        var ending = Endings.FirstOrDefault(e => token.EndsWith(e, StringComparison.Ordinal) && token.Length - e.Length >= 3);
        var stem = ending is null ? token : token[..^ending.Length];
        return stem.Length > 8 ? stem[..8] : stem;
    }
}
