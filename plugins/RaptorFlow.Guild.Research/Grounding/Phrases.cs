using System.Text;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Grounding;

/// <summary>
/// Finds phrases in texts regardless of case, accents and punctuation. A phrase ending in <c>*</c> matches the beginning of a word,
/// one starting with <c>*</c> its end (German compounds), one between two stars any part.
/// </summary>
internal sealed class Phrase
{
    private readonly string _needle;

    public Phrase(string text)
    {
        Text = text;
        var core = Normalise(text.Trim('*')).Trim();
        _needle = (text.StartsWith('*') ? "" : " ") + core + (text.EndsWith('*') ? "" : " ");
    }

    public string Text { get; }

    public bool In(string normalised) => _needle.Length > 1 && normalised.Contains(_needle, StringComparison.Ordinal);

    public int IndexIn(string normalised) => _needle.Length > 1 ? normalised.IndexOf(_needle, StringComparison.Ordinal) : -1;

    /// <summary>The words of a text that are the phrase, as the text writes them; null when it does not hold it.</summary>
    public string? Verbatim(string text)
    {
        var words = text.Split([' ', '\n', '\t', '\u00A0', '\u202F'], StringSplitOptions.RemoveEmptyEntries);
        var count = Text.Split(' ').Length;
        for (var i = 0; i + count <= words.Length; i++)
        {
            var candidate = string.Join(' ', words[i..(i + count)]).Trim(',', ';', ':', '.', '(', ')', '!', '?');
            if (In(Normalise(candidate)) && text.Contains(candidate, StringComparison.Ordinal))
                return candidate;
        }
        return null;
    }

    /// <summary>Where a phrase stands, each time, without the spaces around it.</summary>
    public IEnumerable<(int Start, int End)> All(string normalised)
    {
        if (_needle.Length < 2)
            yield break;
        for (var at = normalised.IndexOf(_needle, StringComparison.Ordinal); at >= 0; at = normalised.IndexOf(_needle, at + 1, StringComparison.Ordinal))
            yield return (_needle[0] == ' ' ? at + 1 : at, _needle[^1] == ' ' ? at + _needle.Length - 1 : at + _needle.Length);
    }

    /// <summary>Folded words with one space around each: the form in which phrases are looked for.</summary>
    public static string Normalise(string text)
    {
        var folded = Words.Fold(text);
        var words = new StringBuilder(folded.Length + 2).Append(' ');
        foreach (var c in folded)
        {
            if (char.IsLetterOrDigit(c))
                words.Append(c);
            else if (words[^1] != ' ')
                words.Append(' ');
        }
        if (words[^1] != ' ')
            words.Append(' ');
        return words.ToString();
    }
}
