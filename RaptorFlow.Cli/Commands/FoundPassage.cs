using System.Text;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Commands;

/// <summary>A passage found in memory, as three lines: where it is, why it was found, and its text with the words found in brackets.</summary>
internal static class FoundPassage
{
    private const int TextLength = 400;

    public static void Write(CliEnvironment environment, MemoryHit hit)
    {
        var place = hit.Heading is { Length: > 0 } heading ? $"{hit.Title} › {heading}" : hit.Title;
        environment.Out.WriteLine(FormattableString.Invariant($"{hit.Score:0.000}  {CleanText.Of(place)}  ({CleanText.Of(hit.Collection)})"));
        if (Reasons(hit) is { Length: > 0 } reasons)
            environment.Out.WriteLine("       " + reasons);
        environment.Out.WriteLine("       " + CleanText.Short(Marked(hit), TextLength));
    }

    private static string Reasons(MemoryHit hit) => string.Join(", ", new[]
    {
        hit.VectorRank is { } vector ? FormattableString.Invariant($"{hit.VectorContribution:0.0000} as no. {vector} by meaning (cosine {hit.Similarity:0.00})") : null,
        hit.TextRank is { } text ? FormattableString.Invariant($"{hit.TextContribution:0.0000} as no. {text} by words (BM25 {hit.TextScore:0.0})") : null,
    }.Where(reason => reason is not null));

    private static string Marked(MemoryHit hit)
    {
        var (text, marked, end) = (hit.Text ?? "", new StringBuilder(), 0);
        foreach (var found in hit.Highlights ?? [])
        {
            // What another version of the service says may not fit the text.
            if (found.Start < end || found.Length < 1 || found.Start > text.Length - found.Length)
                break;
            marked.Append(text, end, found.Start - end).Append('[').Append(text, found.Start, found.Length).Append(']');
            end = found.Start + found.Length;
        }
        return marked.Append(text, end, text.Length - end).ToString();
    }
}
