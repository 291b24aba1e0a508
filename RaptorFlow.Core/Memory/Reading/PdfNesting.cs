namespace RaptorFlow.Core.Memory.Reading;

/// <summary>Refuses what is nested so deeply that to read it would overflow the stack, which ends the process.</summary>
internal static class PdfNesting
{
    private const int Deepest = 256;

    /// <summary>Counts what opens arrays and dictionaries and is not closed. Other bytes than printable ones are a stream's, where nothing is nested.</summary>
    public static void Check(ReadOnlySpan<byte> bytes)
    {
        var depth = 0;
        foreach (var value in bytes)
        {
            if (value is (byte)'[' or (byte)'<')
            {
                if (++depth > Deepest)
                    throw UnreadableException.TooComplex("The PDF nests its parts deeper than documents do.");
            }
            else if (value is (byte)']' or (byte)'>')
            {
                depth = Math.Max(0, depth - 1);
            }
            else if (value >= 0x80)
            {
                depth = 0;
            }
        }
    }
}
