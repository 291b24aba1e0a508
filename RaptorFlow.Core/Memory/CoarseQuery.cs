using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace RaptorFlow.Core.Memory;

/// <summary>
/// A vector searched with, in whole numbers, and how far from the product of two vectors that of their whole numbers can be. With x = s·a + e and
/// q = t·b + f, where a and b are whole numbers, x·q is s·t·(a·b) + s·a·f + e·q, and so at most |s·a|·|f| + |e|·|q| away from s·t·(a·b).
/// </summary>
internal sealed class CoarseQuery
{
    private const double Up = 1 + 1e-6;

    // Half the distance from one to the next number of single precision, twice: for the sums' own rounding, too.
    private const double Rounding = 1.0 / (1 << 23);

    // More than numbers too small for single precision come to, together.
    private const double Tiny = 1e-30;

    private readonly short[] _shorts;
    private readonly float _scale;
    private readonly float _off;
    private readonly float _length;
    private readonly float _rounding;

    public CoarseQuery(float[] query)
    {
        _shorts = new short[query.Length];
        var largest = MathF.Abs(query.Length == 0 ? 0 : TensorPrimitives.MaxMagnitude<float>(query));
        // So many steps that no sum of products is beyond 31 bits.
        var most = Math.Min(short.MaxValue, int.MaxValue / (128 * Math.Max(1, query.Length)));
        _scale = float.IsFinite(largest) ? largest / most : 0;
        var (off, length) = (0.0, 0.0);
        for (var i = 0; i < query.Length; i++)
        {
            _shorts[i] = _scale >= CoarseVector.LeastScale ? (short)Math.Clamp(Math.Round(query[i] / (double)_scale), -most, most) : (short)0;
            var left = query[i] - ((double)_scale * _shorts[i]);
            off += left * left;
            length += (double)query[i] * query[i];
        }
        // Not a number where the query is not of numbers: nothing is then left out.
        _off = (float)(Math.Sqrt(off) * Up);
        _length = (float)(Math.Sqrt(length) * Up);
        // What single precision itself is off, in the exact comparison and here: n products summed, each of them and each sum rounded.
        _rounding = (float)((query.Length + 16) * Rounding * Up);
    }

    /// <summary>Between which numbers the product with the vector lies, also as single precision has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (float Least, float Most) With(ReadOnlySpan<sbyte> bytes, CoarseVector vector)
    {
        var about = CoarseDot.Of(bytes, _shorts) * (vector.Scale * _scale);
        var off = (vector.Off * _length) + (vector.Length * _off) + ((vector.Length + vector.Off) * _length * _rounding) + (float)Tiny;
        return (about - off, about + off);
    }
}
