using RaptorFlow.Marketing;

namespace RaptorFlow.Council.Cognition;

/// <summary>A kind of source and how far it may be trusted.</summary>
internal sealed class SourceRule
{
    public string Name { get; set; } = "";
    public List<string> Kinds { get; set; } = [];
    public List<string> Hosts { get; set; } = [];
    public List<string> Marks { get; set; } = [];
    public double Value { get; set; }
    public string Why { get; set; } = "";

    public bool Fits(Evidence evidence)
    {
        var address = Address(evidence);
        if (Hosts.Count > 0)
            return address is not null && Hosts.Exists(h => EndsWith(address.Host, h));
        return (Kinds.Count == 0 || Kinds.Contains(KindOf(evidence, address))) && (Marks.Count == 0 || (address is not null && Marks.Exists((address.Host + address.AbsolutePath).ToLowerInvariant().Contains)));
    }

    private static string KindOf(Evidence evidence, Uri? address) => address is not null ? "page"
        : evidence.Origin() is var origin && origin == "brief" ? "brief"
        : origin.StartsWith("documents[", StringComparison.Ordinal) || origin == "metrics" ? "document" : "tool";

    private static Uri? Address(Evidence evidence) => Uri.TryCreate(evidence.Source, UriKind.Absolute, out var address) && address.Host.Length > 0 ? address : null;

    // "x.com" is not "netflix.com".
    private static bool EndsWith(string host, string end) =>
        end[0] == '.' ? host.EndsWith(end, StringComparison.OrdinalIgnoreCase) : host.Equals(end, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + end, StringComparison.OrdinalIgnoreCase);
}
