using RaptorFlow.Core.Web;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.OpenWeb;

/// <summary>Pages and feeds that anybody may fetch, by <see cref="WebFetcher"/>: from the public Internet only, asking robots.txt.</summary>
internal sealed class OpenWebVendor : Vendor
{
    public const string Id = "web";

    public override string Name => Id;

    public override string Title => "Web pages and feeds";

    // Every question brings its own.
    public override Uri BaseAddress { get; } = new("https://www.example.com/");

    public override Task<string> TestAsync(SourceCall call, CancellationToken cancellationToken) => Task.FromResult("It needs no key.");

    /// <summary>Why an address was not fetched, as sources say it.</summary>
    public static SourceException Failure(WebFetchException e) => new(e.Reason switch
    {
        WebRefusal.HostNotFound or WebRefusal.Unreachable or WebRefusal.TimedOut or WebRefusal.Failed or WebRefusal.InvalidAnswer => SourceStatus.Unavailable,
        WebRefusal.Busy => SourceStatus.OverQuota,
        _ => SourceStatus.Failed,
    }, $"{e.Message} {e.Suggestion}", e);
}
