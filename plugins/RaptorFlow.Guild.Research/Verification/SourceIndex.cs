using System.Text;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Verification;

/// <summary>The facts, made searchable once: by source, and by origin for corroboration.</summary>
internal sealed class SourceIndex
{
    private const int ShortestCorroboration = 4;
    private readonly Dictionary<string, (string Text, string? Date, string Origin)> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _origins;
    private readonly Dictionary<string, IReadOnlyList<string>> _corroborated = new(StringComparer.Ordinal);

    public SourceIndex(IEnumerable<Evidence> facts)
    {
        var origins = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        foreach (var fact in facts)
        {
            var text = Normalise(fact.Quote);
            var origin = fact.Origin();
            // A field given twice keeps both its texts.
            _sources[fact.Source] = _sources.TryGetValue(fact.Source, out var known) ? (known.Text + "\n" + text, known.Date, origin) : (text, fact.Date, origin);
            if (!origins.TryGetValue(origin, out var all))
                origins[origin] = all = new();
            all.Append(text).Append('\n');
        }
        _origins = origins.ToDictionary(o => o.Key, o => o.Value.ToString(), StringComparer.Ordinal);
    }

    public int Origins => _origins.Count;

    public bool Knows(string source) => _sources.ContainsKey(source);

    public bool Holds(string source, string quote) =>
        Normalise(quote) is { Length: > 0 } wanted && _sources[source].Text.Contains(wanted, StringComparison.Ordinal);

    public string? DateOf(string source) => _sources[source].Date;

    public string OriginOf(string source) => _sources[source].Origin;

    /// <summary>The other origins in which a quotation of some length stands as well.</summary>
    public IReadOnlyList<string> AlsoIn(string quote, string origin)
    {
        if (_origins.Count < 2)
            return [];
        var wanted = Normalise(quote);
        if (!_corroborated.TryGetValue(wanted, out var found))
        {
            found = Words.Tokens(wanted).Count < ShortestCorroboration ? [] : [.. _origins.Where(o => o.Value.Contains(wanted, StringComparison.Ordinal)).Select(o => o.Key)];
            _corroborated[wanted] = found;
        }
        return [.. found.Where(o => o != origin)];
    }

    /// <summary>One space for any white space, one mark for any quotation mark or dash.</summary>
    public static string Normalise(string text)
    {
        var normal = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            switch (c)
            {
                case '\u00AD' or '\u200B' or '\uFEFF':
                    break;
                case '“' or '”' or '„' or '«' or '»' or '"':
                    normal.Append('"');
                    break;
                case '‘' or '’' or '‚':
                    normal.Append('\'');
                    break;
                case '–' or '—' or '‑':
                    normal.Append('-');
                    break;
                default:
                    if (!char.IsWhiteSpace(c))
                        normal.Append(c);
                    else if (normal.Length > 0 && normal[^1] != ' ')
                        normal.Append(' ');
                    break;
            }
        }
        return normal.ToString().TrimEnd();
    }
}
