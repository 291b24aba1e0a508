using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace RaptorFlow.Core.Memory.Reading;

/// <summary>
/// The library's filters within a budget for the whole document: of bytes that come out of them, and of times that they are asked for, since
/// forms that draw forms can ask without end. Pictures are not decoded at all.
/// </summary>
internal sealed class PdfFilters : IFilterProvider
{
    private const int MostUses = 50_000;
    private const long Budget = 256L * 1024 * 1024;
    private const int MaximumLzw = 256 * 1024;
    private const int MaximumColumns = 1_000_000;

    private int _uses;
    private long _spent;

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => Bounded(DefaultFilterProvider.Instance.GetFilters(dictionary));

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Bounded(DefaultFilterProvider.Instance.GetNamedFilters(names));

    public IReadOnlyList<IFilter> GetAllFilters() => Bounded(DefaultFilterProvider.Instance.GetAllFilters());

    private IReadOnlyList<IFilter> Bounded(IReadOnlyList<IFilter> filters)
    {
        if (++_uses > MostUses)
            throw UnreadableException.TooComplex("The PDF draws its parts over and over.");
        return [.. filters.Select(filter => new BoundedFilter(this, filter))];
    }

    private void Spend(long bytes)
    {
        _spent += bytes;
        if (_spent > Budget)
            throw Bomb();
    }

    private static UnreadableException Bomb() => UnreadableException.TooComplex("The PDF unpacks to more than documents do.");

    private sealed class BoundedFilter(PdfFilters all, IFilter inner) : IFilter
    {
        public bool IsSupported => inner.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            switch (inner)
            {
                case FlateFilter:
                    CheckColumns(streamDictionary);
                    all.Spend(Inflated(input));
                    break;
                case LzwFilter:
                    CheckColumns(streamDictionary);
                    if (input.Length > MaximumLzw)
                        throw Bomb();
                    break;
                case RunLengthFilter:
                    all.Spend(input.Length * 64L);
                    break;
                case Ascii85Filter or AsciiHexDecodeFilter:
                    break;
                default:
                    throw UnreadableException.TooComplex("The PDF keeps its text in a format for pictures.");
            }
            var output = inner.Decode(input, streamDictionary, filterProvider, filterIndex);
            all.Spend(output.Length);
            PdfNesting.Check(output.Span);
            return output;
        }

        /// <summary>How much would come out, counted without keeping it.</summary>
        private static long Inflated(Memory<byte> input)
        {
            if (input.Length < 2)
                return 0;
            using var packed = new MemoryStream(input[2..].ToArray(), writable: false);
            using var inflate = new DeflateStream(packed, CompressionMode.Decompress);
            var (count, chunk) = (0L, new byte[64 * 1024]);
            try
            {
                for (int read; (read = inflate.Read(chunk)) > 0 && count <= Budget;)
                    count += read;
            }
            catch (InvalidDataException)
            {
                // Damaged from here on; the library stops at the same place.
            }
            return count;
        }

        // A row's length is reserved before there is one.
        private static void CheckColumns(DictionaryToken dictionary)
        {
            foreach (var name in new[] { "DecodeParms", "DP", "F" })
            {
                if (!dictionary.TryGet(NameToken.Create(name), out var token))
                    continue;
                var all = token is ArrayToken array ? array.Data : [token];
                foreach (var parameters in all.OfType<DictionaryToken>())
                {
                    if (parameters.TryGet(NameToken.Create("Columns"), out NumericToken columns) && columns.Double > MaximumColumns)
                        throw Bomb();
                    if (parameters.TryGet(NameToken.Create("Colors"), out NumericToken colors) && colors.Double > 32)
                        throw Bomb();
                }
            }
        }
    }
}
