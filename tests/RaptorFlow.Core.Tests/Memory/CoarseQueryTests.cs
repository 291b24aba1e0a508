using CsCheck;
using RaptorFlow.Core.Memory;

namespace RaptorFlow.Core.Tests.Memory;

/// <summary>What is said of a product by bytes holds for the product itself.</summary>
public sealed class CoarseQueryTests
{
    // Of one size, of very different sizes, nearly all zero, or all zero.
    private static readonly Gen<float> Numbers = Gen.OneOf(Gen.Float[-1, 1], Gen.Float[-1e-6f, 1e-6f], Gen.Const(0f), Gen.Float[-1000, 1000]);

    private static readonly Gen<(float[] Query, float[] Vector)> Pairs =
        Gen.Int[1, 200].SelectMany(length => Gen.Select(Gen.OneOf(Numbers, Gen.Float[-1, 1]).Array[length], Gen.OneOf(Numbers, Gen.Float[-1, 1]).Array[length]));

    [Fact]
    public void With_AnyVectors_SpansTheirProduct() => Pairs.Sample(pair =>
    {
        var (least, most) = Between(pair.Query, pair.Vector);
        var product = pair.Query.Zip(pair.Vector, (q, v) => (double)q * v).Sum();
        Assert.InRange(product, least, most);
    }, iter: 20_000);

    [Fact]
    public void With_VectorsOfLengthOne_IsNarrow() => Gen.Select(Gen.Float[-1, 1].Array[512], Gen.Float[-1, 1].Array[512]).Sample((query, vector) =>
    {
        var (least, most) = Between(Unit(query), Unit(vector));
        Assert.InRange(most - least, 0, 0.02);
    }, iter: 200);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void With_WhatIsNoNumber_LeavesNothingOut(float number)
    {
        var (_, ofVector) = Between([1, 0], [number, 0]);
        var (_, ofQuery) = Between([number, 0], [1, 0]);
        Assert.False(ofVector < float.MaxValue);
        Assert.False(ofQuery < float.MaxValue);
    }

    [Fact]
    public void Dot_OfEachWidth_IsTheSame() => Gen.Int[0, 300].SelectMany(length => Gen.Select(Gen.SByte[-127, 127].Array[length], Gen.Short[-6000, 6000].Array[length])).Sample((bytes, shorts) =>
    {
        var expected = bytes.Zip(shorts, (b, s) => b * s).Sum();
        Assert.Equal(expected, CoarseDot.Of(bytes, shorts));
        Assert.Equal(expected, CoarseDot.Portable(bytes, shorts));
        if (System.Runtime.Intrinsics.X86.Avx2.IsSupported)
            Assert.Equal(expected, CoarseDot.Half(bytes, shorts));
    }, iter: 2_000);

    [Theory]
    [InlineData(512)]
    [InlineData(3_072)]
    public void With_LargestNumbersEverywhere_DoesNotOverflow(int dimensions)
    {
        var ones = Enumerable.Repeat(1f, dimensions).ToArray();
        var (least, most) = Between(ones, ones);
        Assert.InRange(dimensions, least, most);
    }

    private static (float Least, float Most) Between(float[] query, float[] vector)
    {
        var bytes = new sbyte[vector.Length];
        var coarse = CoarseVector.Write(vector, bytes);
        return new CoarseQuery(query).With(bytes, coarse);
    }

    private static float[] Unit(float[] vector)
    {
        var length = Math.Sqrt(vector.Sum(v => (double)v * v));
        return length == 0 ? vector : [.. vector.Select(v => (float)(v / length))];
    }
}
