using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace RaptorFlow.Core.Identity;

/// <summary>Random tokens of 256 bits. Being random, a plain SHA-256 is enough to store them by.</summary>
internal static class Secrets
{
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>A token that only the holder of the key can derive from another.</summary>
    public static string Derive(string key, string secret) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes("refresh-token:" + key), Encoding.UTF8.GetBytes(secret)));
}
