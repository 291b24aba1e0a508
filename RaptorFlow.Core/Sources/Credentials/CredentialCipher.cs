using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace RaptorFlow.Core.Sources.Credentials;

/// <summary>
/// Encrypts with AES-256-GCM (NIST SP 800-38D) under a key drawn from the secret by HKDF (RFC 5869), bound to whom and what for: what was written for one workspace or vendor cannot be read as
/// another's. Layout: 8 bytes that name the key, 12 of nonce, 16 of tag, the text.
/// </summary>
internal sealed class CredentialCipher(IOptionsMonitor<CredentialOptions> options)
{
    public const int ShortestKey = 40;

    private const int NameLength = 8;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int KeyLength = 32;

    public bool CanEncrypt => options.CurrentValue.Keys.Count > 0;

    public byte[] Encrypt(string text, Guid workspaceId, string vendor)
    {
        var key = Keys().First();
        var plain = Encoding.UTF8.GetBytes(text);
        var sealedText = new byte[NameLength + NonceLength + TagLength + plain.Length];
        Name(key).CopyTo(sealedText, 0);
        var nonce = sealedText.AsSpan(NameLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plain, sealedText.AsSpan(NameLength + NonceLength + TagLength), sealedText.AsSpan(NameLength + NonceLength, TagLength), Context(workspaceId, vendor));
        return sealedText;
    }

    /// <returns>The text, and whether the key that now encrypts was used.</returns>
    /// <exception cref="CryptographicException">No key here opens it.</exception>
    public (string Text, bool Current) Decrypt(byte[] sealedText, Guid workspaceId, string vendor)
    {
        if (sealedText.Length < NameLength + NonceLength + TagLength)
            throw new CryptographicException("It is too short to be a credential.");
        var keys = Keys().ToList();
        var place = keys.FindIndex(key => Name(key).AsSpan().SequenceEqual(sealedText.AsSpan(0, NameLength)));
        if (place < 0)
            throw new CryptographicException("It was encrypted with a key that is not among Credentials:Keys.");
        var plain = new byte[sealedText.Length - NameLength - NonceLength - TagLength];
        using var aes = new AesGcm(keys[place], TagLength);
        aes.Decrypt(sealedText.AsSpan(NameLength, NonceLength), sealedText.AsSpan(NameLength + NonceLength + TagLength), sealedText.AsSpan(NameLength + NonceLength, TagLength), plain, Context(workspaceId, vendor));
        return (Encoding.UTF8.GetString(plain), place == 0);
    }

    /// <returns>Null when it is too short to be a secret.</returns>
    internal static byte[]? Read(string? key) =>
        key?.Length >= ShortestKey ? HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key), KeyLength, info: "RaptorFlow credentials"u8.ToArray()) : null;

    private IEnumerable<byte[]> Keys() => options.CurrentValue.Keys.Select(key => Read(key)!);

    private static byte[] Name(byte[] key) => SHA256.HashData(key)[..NameLength];

    private static byte[] Context(Guid workspaceId, string vendor) => Encoding.UTF8.GetBytes($"{workspaceId}\n{vendor}");
}
