namespace RaptorFlow.Reading;

/// <summary>Finds words in quotation marks.</summary>
internal static class Quoting
{
    private static readonly (char Open, char Close)[] Marks = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('‘', '’'), ('»', '«'), ('”', '”')];

    public static IEnumerable<string> Quoted(string text) => Spans(text).Select(s => text[(s.Start + 1)..s.End].Trim(' ', '\u00A0', ',', '.')).Where(t => t.Length > 0);

    public static bool IsQuoted(string text, int position) => Spans(text).Any(s => s.Start < position && position < s.End);

    private static IEnumerable<(int Start, int End)> Spans(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var mark = Array.Find(Marks, m => m.Open == text[i]);
            if (mark.Open == '\0')
                continue;
            var end = text.IndexOf(mark.Close, i + 1);
            if (end < 0)
                continue;
            yield return (i, end);
            i = end;
        }
    }
}
