using System.Numerics;

namespace RaptorFlow.Core.Identity;

/// <summary>
/// A key reads <c>rf_&lt;workspace&gt;_&lt;secret&gt;</c>. It names its workspace in clear, so that it is looked up under that workspace's
/// row-level security and no query has to see all keys; naming another workspace only makes the secret unknown.
/// </summary>
internal static class ApiKeyFormat
{
    public const string Start = "rf_";
    private const int WorkspaceLength = 26;
    private const int SecretLength = 43;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public static string Compose(Guid workspaceId, string secret) => $"{Start}{Encode(workspaceId)}_{secret}";

    public static bool TryParse(string key, out Guid workspaceId, out string secret)
    {
        workspaceId = default;
        secret = "";
        const int separator = 3 + WorkspaceLength;
        if (key.Length != separator + 1 + SecretLength || !key.StartsWith(Start, StringComparison.Ordinal) || key[separator] != '_')
            return false;
        secret = key[(separator + 1)..];
        return TryDecode(key.AsSpan(Start.Length, WorkspaceLength), out workspaceId);
    }

    // 128 bits in 26 digits of 5 bits, most significant first.
    private static string Encode(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var value = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        Span<char> digits = stackalloc char[WorkspaceLength];
        for (var i = WorkspaceLength - 1; i >= 0; i--)
        {
            digits[i] = Alphabet[(int)(value & 31)];
            value >>= 5;
        }
        return new(digits);
    }

    private static bool TryDecode(ReadOnlySpan<char> digits, out Guid id)
    {
        id = default;
        var value = BigInteger.Zero;
        foreach (var digit in digits)
        {
            var number = Alphabet.IndexOf(digit, StringComparison.Ordinal);
            if (number < 0)
                return false;
            value = (value << 5) | number;
        }
        Span<byte> bytes = stackalloc byte[17];
        if (!value.TryWriteBytes(bytes, out var written, isUnsigned: true, isBigEndian: true) || written > 16)
            return false;
        Span<byte> padded = stackalloc byte[16];
        padded.Clear();
        bytes[..written].CopyTo(padded[(16 - written)..]);
        id = new(padded, bigEndian: true);
        return true;
    }
}
