using System.Numerics.Tensors;

namespace RaptorFlow.Core.Memory;

/// <summary>How a vector's bytes are read: each times <paramref name="Scale"/>.</summary>
/// <param name="Scale">What one is worth.</param>
/// <param name="Off">Of what the bytes leave out of the vector, the length, rounded up.</param>
/// <param name="Length">Of what they keep of it, the length, rounded up.</param>
internal readonly record struct CoarseVector(float Scale, float Off, float Length)
{
    /// <summary>Smaller scales have too few digits to divide by: such vectors keep nothing.</summary>
    public const float LeastScale = 1e-37f;

    private const int Most = 127;

    // More than what rounding to single precision and summing up in double precision can take away.
    private const double Up = 1 + 1e-6;

    /// <summary>A byte for each number of a vector.</summary>
    public static CoarseVector Write(ReadOnlySpan<float> vector, Span<sbyte> bytes)
    {
        bytes.Clear();
        var largest = vector.IsEmpty ? 0 : MathF.Abs(TensorPrimitives.MaxMagnitude(vector));
        // Nothing is known of such a vector: it is always compared exactly.
        if (!float.IsFinite(largest))
            return new(0, float.PositiveInfinity, 0);
        var scale = largest / Most;
        var inverse = scale >= LeastScale ? 1 / scale : 0;
        var (off, length) = (0.0, 0.0);
        for (var i = 0; i < vector.Length; i++)
        {
            var rounded = Math.Clamp((int)MathF.Round(vector[i] * inverse), -Most, Most);
            bytes[i] = (sbyte)rounded;
            var kept = (double)scale * rounded;
            length += kept * kept;
            off += (vector[i] - kept) * (vector[i] - kept);
        }
        return new(scale, (float)(Math.Sqrt(off) * Up), (float)(Math.Sqrt(length) * Up));
    }
}
