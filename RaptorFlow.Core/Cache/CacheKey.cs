using System.Security.Cryptography;
using System.Text;

namespace RaptorFlow.Core.Cache;

/// <summary>What something is kept under: whose it is, what was asked, and the versions of what it depends on.</summary>
internal static class CacheKey
{
    public static string Of(Guid workspaceId, string kind, string versions, string question)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{workspaceId}\n{versions}\n{question}"));
        return $"raptorflow:{kind}:{workspaceId:N}:{Convert.ToHexStringLower(hash)}";
    }
}
