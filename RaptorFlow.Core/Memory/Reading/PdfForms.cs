using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace RaptorFlow.Core.Memory.Reading;

/// <summary>
/// Counts what the drawing of pages would come to before any is drawn. A form that draws the next one twenty times, which does the same,
/// is a small file and a drawing without end.
/// </summary>
internal sealed partial class PdfForms(UglyToad.PdfPig.Structure structure, IFilterProvider filters)
{
    private const long Budget = 64L * 1024 * 1024;
    private const int Deepest = 32;
    private const int MostNodes = 20_000;

    private static readonly SearchValues<char> Spaces = SearchValues.Create(" \t\r\n\f\v\0\u0085\u00a0");

    private readonly Dictionary<IndirectReference, long> _costs = [];
    private long _spent;

    /// <summary>All pages, whether or not they are ever asked for.</summary>
    public void Check()
    {
        var (nodes, seen) = (new Stack<(IToken? Node, DictionaryToken? Resources)>(), 0);
        nodes.Push((structure.Catalog.CatalogDictionary.Data.GetValueOrDefault("Pages"), null));
        while (nodes.TryPop(out var next))
        {
            if (++seen > MostNodes)
                throw Endless();
            if (Resolve(next.Node) is not DictionaryToken node)
                continue;
            var resources = Resolve(node.Data.GetValueOrDefault("Resources")) as DictionaryToken ?? next.Resources;
            if (Resolve(node.Data.GetValueOrDefault("Kids")) is ArrayToken kids)
            {
                foreach (var kid in kids.Data)
                    nodes.Push((kid, resources));
            }
            else
            {
                Check(node, resources);
            }
        }
    }

    private void Check(DictionaryToken page, DictionaryToken? resources)
    {
        var forms = Forms(resources, 0);
        if (forms.Count == 0)
            return;
        var contents = Resolve(page.Data.GetValueOrDefault("Contents"));
        var streams = contents is ArrayToken parts ? parts.Data.Select(Resolve) : [contents];
        foreach (var stream in streams.OfType<StreamToken>())
            Spend(ref _spent, Drawn(Decode(stream), forms));
    }

    /// <returns>What each form by its name in these resources comes to, in bytes to interpret.</returns>
    private Dictionary<string, long> Forms(DictionaryToken? resources, int depth)
    {
        if (depth > Deepest)
            throw Endless();
        var costs = new Dictionary<string, long>(StringComparer.Ordinal);
        if (Resolve(resources?.Data.GetValueOrDefault("XObject")) is not DictionaryToken objects)
            return costs;
        foreach (var (name, token) in objects.Data)
        {
            if (token is IndirectReferenceToken reference && Resolve(token) is StreamToken stream && Resolve(stream.StreamDictionary.Data.GetValueOrDefault("Subtype")) is NameToken { Data: "Form" })
                costs[name] = Cost(reference.Data, stream, resources, depth);
        }
        return costs;
    }

    private long Cost(IndirectReference reference, StreamToken form, DictionaryToken? around, int depth)
    {
        if (_costs.TryGetValue(reference, out var known))
            return known < 0 ? throw Endless() : known;
        _costs[reference] = -1; // It is being looked at: whoever comes here again goes in a circle.
        var content = Decode(form);
        var own = Resolve(form.StreamDictionary.Data.GetValueOrDefault("Resources")) as DictionaryToken;
        var cost = Drawn(content, content.Contains("Do", StringComparison.Ordinal) ? Forms(own ?? around, depth + 1) : []);
        return _costs[reference] = cost;
    }

    /// <summary>Its own length and that of all that it draws. A name that is not known may be a known one in disguise.</summary>
    private static long Drawn(string content, Dictionary<string, long> forms)
    {
        long cost = content.Length;
        if (forms.Count == 0)
            return cost;
        var most = forms.Values.Max();
        foreach (var draw in Draws().EnumerateMatches(content))
        {
            var name = content.AsSpan(draw.Index + 1, draw.Length - 1);
            name = name[..name.IndexOfAny(Spaces)];
            Spend(ref cost, forms.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var one) ? one : name.Contains('#') ? most : 0);
        }
        return cost;
    }

    private static void Spend(ref long cost, long more)
    {
        cost += more;
        if (cost > Budget)
            throw Endless();
    }

    private string Decode(StreamToken stream)
    {
        if (stream.StreamDictionary.Data.GetValueOrDefault("Filter") is IndirectReferenceToken)
            throw Endless();
        Memory<byte> data = stream.Data.ToArray();
        var (steps, place) = (filters.GetFilters(stream.StreamDictionary), 0);
        foreach (var step in steps)
            data = step.Decode(data, stream.StreamDictionary, filters, place++);
        return Encoding.Latin1.GetString(data.Span);
    }

    private IToken? Resolve(IToken? token)
    {
        for (var hop = 0; token is IndirectReferenceToken reference; hop++)
            token = hop < Deepest ? structure.GetObject(reference.Data)?.Data : throw Endless();
        return token;
    }

    private static UnreadableException Endless() => UnreadableException.TooComplex("The PDF draws its parts over and over.");

    [GeneratedRegex(@"/[^\s/<>\[\](){}%]+[\s\0]+Do", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Draws();
}
