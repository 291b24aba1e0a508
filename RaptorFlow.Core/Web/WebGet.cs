namespace RaptorFlow.Core.Web;

/// <summary>A page, a feed or a file that is to be fetched.</summary>
/// <param name="Address">http or https, without user name and password.</param>
public sealed record WebGet(Uri Address)
{
    /// <summary>The types admitted: <c>text/html</c>, <c>text/*</c>. Empty: any. What has none is known by its first bytes.</summary>
    public IReadOnlyList<string> MediaTypes { get; init; } = [];

    /// <summary>Whether robots.txt is asked. Not for what is published for programs to fetch, such as feeds.</summary>
    public bool ObeyRobots { get; init; } = true;

    /// <summary>From the last answer: who still has that one answers that nothing has changed.</summary>
    public string? ETag { get; init; }

    /// <summary>From the last answer, as <see cref="ETag"/>.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>Bytes after decompression, where less is wanted than <see cref="WebOptions.MaximumBytes"/>.</summary>
    public int? MaximumBytes { get; init; }

    internal bool IsConditional => ETag is not null || LastModified is not null;

    internal bool Admits(string mediaType) => MediaTypes.Count == 0 || MediaTypes.Any(admitted =>
        admitted.EndsWith("/*", StringComparison.Ordinal)
            ? mediaType.StartsWith(admitted.AsSpan(0, admitted.Length - 1), StringComparison.OrdinalIgnoreCase)
            : mediaType.Equals(admitted, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What was found at an address.</summary>
public sealed record WebAnswer
{
    /// <summary>Where it was found, after all redirects.</summary>
    public required Uri Address { get; init; }

    /// <summary>Lower case, without parameters; known by the first bytes where the server named none. Empty when <see cref="NotModified"/>.</summary>
    public string MediaType { get; init; } = "";

    /// <summary>As the server named it; it may be wrong or unknown.</summary>
    public string? Charset { get; init; }

    /// <summary>Decompressed; empty when <see cref="NotModified"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    public string? ETag { get; init; }

    public DateTimeOffset? LastModified { get; init; }

    /// <summary>It is what the request's <see cref="WebGet.ETag"/> or <see cref="WebGet.LastModified"/> stands for.</summary>
    public bool NotModified { get; init; }
}
