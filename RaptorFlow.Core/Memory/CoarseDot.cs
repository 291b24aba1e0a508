using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RaptorFlow.Core.Memory;

/// <summary>The product of a vector of bytes and one of shorts, in whole numbers and so the same on every machine.</summary>
internal static class CoarseDot
{
    /// <param name="bytes">−127 to 127.</param>
    /// <param name="shorts">As many; the sum of all products must fit into 31 bits, whatever the bytes are.</param>
    public static int Of(ReadOnlySpan<sbyte> bytes, ReadOnlySpan<short> shorts)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, shorts.Length);
        return Avx512BW.IsSupported ? Wide(bytes, shorts) : Avx2.IsSupported ? Half(bytes, shorts) : Portable(bytes, shorts);
    }

    internal static int Wide(ReadOnlySpan<sbyte> bytes, ReadOnlySpan<short> shorts)
    {
        ref var left = ref MemoryMarshal.GetReference(bytes);
        ref var right = ref MemoryMarshal.GetReference(shorts);
        var (even, odd) = (Vector512<int>.Zero, Vector512<int>.Zero);
        nuint i = 0;
        for (; i + 64 <= (nuint)bytes.Length; i += 64)
        {
            even += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref left, i)), Vector512.LoadUnsafe(ref right, i));
            odd += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref left, i + 32)), Vector512.LoadUnsafe(ref right, i + 32));
        }
        return Vector512.Sum(even + odd) + Rest(ref left, ref right, i, (nuint)bytes.Length);
    }

    internal static int Half(ReadOnlySpan<sbyte> bytes, ReadOnlySpan<short> shorts)
    {
        ref var left = ref MemoryMarshal.GetReference(bytes);
        ref var right = ref MemoryMarshal.GetReference(shorts);
        var (even, odd) = (Vector256<int>.Zero, Vector256<int>.Zero);
        nuint i = 0;
        for (; i + 32 <= (nuint)bytes.Length; i += 32)
        {
            even += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref left, i)), Vector256.LoadUnsafe(ref right, i));
            odd += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref left, i + 16)), Vector256.LoadUnsafe(ref right, i + 16));
        }
        return Vector256.Sum(even + odd) + Rest(ref left, ref right, i, (nuint)bytes.Length);
    }

    internal static int Portable(ReadOnlySpan<sbyte> bytes, ReadOnlySpan<short> shorts)
    {
        ref var left = ref MemoryMarshal.GetReference(bytes);
        ref var right = ref MemoryMarshal.GetReference(shorts);
        var (low, high) = (Vector128<int>.Zero, Vector128<int>.Zero);
        nuint i = 0;
        for (; i + 16 <= (nuint)bytes.Length; i += 16)
        {
            var (first, second) = Vector128.Widen(Vector128.LoadUnsafe(ref left, i));
            Add(first, Vector128.LoadUnsafe(ref right, i), ref low, ref high);
            Add(second, Vector128.LoadUnsafe(ref right, i + 8), ref low, ref high);
        }
        return Vector128.Sum(low + high) + Rest(ref left, ref right, i, (nuint)bytes.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector128<short> left, Vector128<short> right, ref Vector128<int> low, ref Vector128<int> high)
    {
        var (lefts, rights) = (Vector128.Widen(left), Vector128.Widen(right));
        low += lefts.Lower * rights.Lower;
        high += lefts.Upper * rights.Upper;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Rest(ref sbyte left, ref short right, nuint i, nuint length)
    {
        var sum = 0;
        for (; i < length; i++)
            sum += Unsafe.Add(ref left, i) * Unsafe.Add(ref right, i);
        return sum;
    }
}
