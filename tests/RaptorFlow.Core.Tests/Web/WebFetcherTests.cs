using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using RaptorFlow.Core.Web;

namespace RaptorFlow.Core.Tests.Web;

public sealed class WebFetcherTests : IAsyncLifetime
{
    private WebSite? _site;

    private WebSite Site => _site!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _site = await WebSite.StartAsync();

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    [Fact]
    public async Task Get_Page_IsAnsweredWithWhatItIs()
    {
        Site.Pages["/page"] = async context =>
        {
            context.Response.Headers.ETag = "\"v1\"";
            context.Response.Headers.LastModified = "Tue, 03 Jun 2025 11:05:30 GMT";
            await WebSite.Text("<p>Grüße</p>", "text/html; charset=\"utf-8\"")(context);
        };

        var answer = await Site.Fetcher().GetAsync(new(Site.At("/page#part")), Token);

        Assert.Equal((Site.At("/page"), "text/html", "utf-8", "\"v1\""), (answer.Address, answer.MediaType, answer.Charset, answer.ETag));
        Assert.Equal(new DateTimeOffset(2025, 6, 3, 11, 5, 30, TimeSpan.Zero), answer.LastModified);
        Assert.Equal("<p>Grüße</p>"u8.ToArray(), answer.Body.ToArray());
        Assert.False(answer.NotModified);
    }

    [Fact]
    public async Task Get_AnyPage_SendsWhoAsksAndNothingElseOfUs()
    {
        Site.Pages["/page"] = context =>
        {
            context.Response.Cookies.Append("a", "b");
            return WebSite.Text("x")(context);
        };
        var fetcher = Site.Fetcher(o => o.Contact = "https://example.com/bot");
        await fetcher.GetAsync(new(Site.At("/page")), Token);
        await fetcher.GetAsync(new(Site.At("/page")), Token);
        var headers = Site.Requests.Last().Headers;
        Assert.Equal("RaptorFlow/1.0 (+https://example.com/bot)", headers.UserAgent);
        Assert.Equal(["Accept", "Accept-Encoding", "Host", "User-Agent"], headers.Keys.Order());
    }

    [Theory]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.com/")]
    [InlineData("http://user:secret@example.com/")]
    [InlineData("http://user@example.com/")]
    [InlineData("http://example.com:25/")]
    [InlineData("https://example.com:22/")]
    public async Task Get_NoAddressOfTheWeb_IsRefused(string address) => Assert.Equal(WebRefusal.InvalidAddress, (await RefusedAsync(new(new(address)))).Reason);

    [Theory]
    [InlineData("http://127.0.0.1:8080/")]
    [InlineData("http://localhost:8080/")]
    [InlineData("http://[::1]:8080/")]
    [InlineData("http://[::ffff:127.0.0.1]:8080/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://0/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://[fd00:ec2::254]/latest/meta-data/")]
    [InlineData("http://10.0.0.1/")]
    public async Task Get_AddressThatIsNotPublic_IsRefusedUnlessAllowed(string address)
    {
        var refused = await RefusedAsync(new(new(address)) { ObeyRobots = false }, Site.Fetcher(o => o.AllowedNetworks.Clear()));
        Assert.Equal(WebRefusal.ForbiddenAddress, refused.Reason);
        Assert.Contains("upload", refused.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OwnMachineWithoutLeave_IsNeverConnectedTo()
    {
        Site.Pages["/page"] = WebSite.Text("x");
        var refused = await RefusedAsync(new(Site.At("/page")), Site.Fetcher(o => o.AllowedNetworks.Clear()));
        Assert.Equal(WebRefusal.ForbiddenAddress, refused.Reason);
        Assert.Empty(Site.Requests);
    }

    [Fact]
    public async Task Get_RedirectToPrivateAddress_IsRefused()
    {
        Site.Pages["/page"] = WebSite.Redirect("http://169.254.169.254/latest/meta-data/");
        Assert.Equal(WebRefusal.ForbiddenAddress, (await RefusedAsync(new(Site.At("/page")))).Reason);
    }

    [Theory]
    [InlineData("file:///etc/passwd", WebRefusal.InvalidAddress)]
    [InlineData("http://a:b@example.com/", WebRefusal.InvalidAddress)]
    [InlineData("", WebRefusal.InvalidAnswer)]
    public async Task Get_RedirectToNoAddressOfTheWeb_IsRefused(string to, WebRefusal reason)
    {
        Site.Pages["/page"] = to.Length == 0 ? WebSite.Status(302) : WebSite.Redirect(to);
        Assert.Equal(reason, (await RefusedAsync(new(Site.At("/page")))).Reason);
    }

    [Fact]
    public async Task Get_NameThatLeadsToPrivateAndPublicAddresses_IsConnectedToTheAllowedOnly()
    {
        Site.Pages["/page"] = WebSite.Text("x");
        var names = new GivenNames(["10.0.0.1", "127.0.0.1"]);
        var answer = await Site.Fetcher(names: names).GetAsync(new(Named("/page")), Token);
        Assert.Equal("x"u8.ToArray(), answer.Body.ToArray());
    }

    [Fact]
    public async Task Get_NameThatChangesBetweenCheckAndConnection_GainsNothing()
    {
        // The first answer is one to pass with, all others are this machine: whoever resolves twice connects to it.
        Site.Pages["/page"] = WebSite.Text("secret");
        var names = new GivenNames(["192.0.2.1"], ["127.0.0.1"]);
        var fetcher = Site.Fetcher(o =>
        {
            o.AllowedNetworks.Clear();
            o.AllowedNetworks.Add("192.0.2.0/24");
            o.ConnectTimeout = TimeSpan.FromMilliseconds(200);
        }, names);

        await RefusedAsync(new(Named("/page")) { ObeyRobots = false }, fetcher);
        Assert.Equal(1, names.Asked);
        Assert.Equal(WebRefusal.ForbiddenAddress, (await RefusedAsync(new(Named("/page")) { ObeyRobots = false }, fetcher)).Reason);
        Assert.Empty(Site.Requests);
    }

    [Fact]
    public async Task Get_NameThatTurnsPrivateAtARedirect_IsRefused()
    {
        Site.Pages["/page"] = context =>
        {
            context.Response.Headers.Connection = "close";
            return WebSite.Redirect("/other")(context);
        };
        Site.Pages["/other"] = WebSite.Text("secret");
        var refused = await RefusedAsync(new(Named("/page")) { ObeyRobots = false }, Site.Fetcher(names: new GivenNames(["127.0.0.1"], ["10.0.0.1"])));
        Assert.Equal(WebRefusal.ForbiddenAddress, refused.Reason);
        Assert.Equal(0, Site.Calls("/other"));
    }

    [Fact]
    public async Task Get_FiveRedirects_AreFollowed()
    {
        for (var i = 1; i <= 5; i++)
            Site.Pages[$"/{i}"] = WebSite.Redirect(i == 5 ? "end?q=1#part" : $"/{i + 1}", i == 1 ? 308 : 301);
        Site.Pages["/end"] = WebSite.Text("x");
        Assert.Equal(Site.At("/end?q=1"), (await Site.Fetcher().GetAsync(new(Site.At("/1")), Token)).Address);
    }

    [Fact]
    public async Task Get_SixRedirects_AreTooMany()
    {
        for (var i = 1; i <= 7; i++)
            Site.Pages[$"/{i}"] = WebSite.Redirect($"/{i + 1}");
        var refused = await RefusedAsync(new(Site.At("/1")));
        Assert.Equal(WebRefusal.Redirects, refused.Reason);
        Assert.Contains("more than five", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_RedirectsInACircle_SayThatTheyAre()
    {
        Site.Pages["/a"] = WebSite.Redirect("/b");
        Site.Pages["/b"] = WebSite.Redirect("/a#again");
        Assert.Contains("circle", (await RefusedAsync(new(Site.At("/a")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Next_FromHttpsToHttp_IsRefusedAndTheOtherWayNot()
    {
        var step = new WebStep(302) { Location = new("http://example.com/") };
        Assert.Equal(WebRefusal.Insecure, Assert.Throws<WebFetchException>(() => WebFetcher.Next(new("https://example.com/"), step)).Reason);
        Assert.Equal(new("https://example.com/"), WebFetcher.Next(new("http://example.com/"), step with { Location = new("https://example.com/") }));
    }

    [Fact]
    public async Task Get_MoreThanIsRead_IsRefused()
    {
        Site.Pages["/said"] = async context =>
        {
            context.Response.ContentLength = 3000;
            await WebSite.Bytes(new byte[3000], "text/plain")(context);
        };
        Site.Pages["/unsaid"] = WebSite.Bytes(new byte[3000], "text/plain");
        foreach (var path in new[] { "/said", "/unsaid" })
            Assert.Equal(WebRefusal.TooLarge, (await RefusedAsync(new(Site.At(path)), Site.Fetcher(o => o.MaximumBytes = 2999))).Reason);
        Assert.Equal(3000, (await Site.Fetcher(o => o.MaximumBytes = 3000).GetAsync(new(Site.At("/unsaid")), Token)).Body.Length);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Get_BombOfCompressedZeros_EndsAtTheLimit(string encoding)
    {
        Site.Pages["/bomb"] = async context =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            context.Response.ContentType = "text/plain";
            await using Stream packed = encoding == "gzip" ? new GZipStream(context.Response.Body, CompressionLevel.Fastest) : new BrotliStream(context.Response.Body, CompressionLevel.Fastest);
            var zeros = new byte[1024 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
                await packed.WriteAsync(zeros, context.RequestAborted);
        };
        Assert.Equal(WebRefusal.TooLarge, (await RefusedAsync(new(Site.At("/bomb")))).Reason);
    }

    [Fact]
    public async Task Get_CompressedInAWayNotAskedFor_IsRefused()
    {
        Site.Pages["/page"] = context =>
        {
            context.Response.Headers.ContentEncoding = "exotic";
            return WebSite.Text("x")(context);
        };
        Assert.Equal(WebRefusal.InvalidAnswer, (await RefusedAsync(new(Site.At("/page")))).Reason);
    }

    [Fact]
    public async Task Get_BodyThatDrips_EndsWhenTheTimeIsOver()
    {
        var time = new FakeTimeProvider();
        var dripping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Site.Pages["/drip"] = async context =>
        {
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync("drop", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            dripping.SetResult();
            await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
        };
        var fetching = RefusedAsync(new(Site.At("/drip")) { ObeyRobots = false }, Site.Fetcher(time: time));
        await dripping.Task.WaitAsync(Token);
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(fetching.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(WebRefusal.TimedOut, (await fetching).Reason);
    }

    [Fact]
    public async Task Get_CallerWhoGivesUp_IsCancelledNotRefused()
    {
        using var giveUp = new CancellationTokenSource();
        Site.Pages["/never"] = async context =>
        {
            await giveUp.CancelAsync();
            await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Site.Fetcher().GetAsync(new(Site.At("/never")) { ObeyRobots = false }, giveUp.Token));
    }

    [Fact]
    public async Task Get_HeadersWithoutEnd_AreRefused()
    {
        Site.Pages["/page"] = context =>
        {
            for (var i = 0; i < 30; i++)
                context.Response.Headers[$"X-{i}"] = new string('x', 4000);
            return WebSite.Text("x")(context);
        };
        Assert.Equal(WebRefusal.InvalidAnswer, (await RefusedAsync(new(Site.At("/page")))).Reason);
    }

    [Fact]
    public async Task Get_TypeThatIsNotAdmitted_IsRefusedBeforeItsBody()
    {
        Site.Pages["/video"] = async context =>
        {
            context.Response.ContentType = "video/mp4";
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
        };
        Assert.Equal(WebRefusal.UnsupportedType, (await RefusedAsync(new(Site.At("/video")) { MediaTypes = ["text/*", "application/pdf"] })).Reason);
    }

    [Theory]
    [InlineData("%PDF-1.7 ...", "application/pdf")]
    [InlineData("\n <!DOCTYPE html><p>", "text/html")]
    [InlineData("<?xml version='1.0'?><rss/>", "application/xml")]
    [InlineData("Just text.", "text/plain")]
    public async Task Get_TypeThatIsNotNamed_IsKnownByTheFirstBytes(string body, string type)
    {
        Site.Pages["/page"] = WebSite.Text(body, null);
        Site.Pages["/vague"] = WebSite.Text(body, "application/octet-stream");
        Assert.Equal(type, (await Site.Fetcher().GetAsync(new(Site.At("/page")), Token)).MediaType);
        Assert.Equal(type, (await Site.Fetcher().GetAsync(new(Site.At("/vague")), Token)).MediaType);
        Assert.Equal(WebRefusal.UnsupportedType, (await RefusedAsync(new(Site.At("/page")) { MediaTypes = ["image/png"] })).Reason);
    }

    [Fact]
    public async Task Get_VersionThatIsKnown_IsNotSentAgain()
    {
        var changed = new DateTimeOffset(2025, 6, 3, 11, 5, 30, TimeSpan.Zero);
        Site.Pages["/page"] = context =>
        {
            var headers = context.Request.GetTypedHeaders();
            return (headers.IfNoneMatch is [{ Tag.Value: "\"v1\"" }] && headers.IfModifiedSince == changed ? WebSite.Status(304) : WebSite.Text("new"))(context);
        };
        var get = new WebGet(Site.At("/page"));
        var known = await Site.Fetcher().GetAsync(get with { ETag = "\"v1\"", LastModified = changed }, Token);
        Assert.True(known.NotModified);
        Assert.True(known.Body.IsEmpty);
        Assert.False((await Site.Fetcher().GetAsync(get with { ETag = "\"v2\"", LastModified = changed }, Token)).NotModified);
    }

    [Theory]
    [InlineData(404, WebRefusal.NotFound)]
    [InlineData(410, WebRefusal.NotFound)]
    [InlineData(401, WebRefusal.AccessDenied)]
    [InlineData(403, WebRefusal.AccessDenied)]
    [InlineData(429, WebRefusal.Busy)]
    [InlineData(304, WebRefusal.Failed)]
    [InlineData(500, WebRefusal.Failed)]
    [InlineData(503, WebRefusal.Failed)]
    public async Task Get_AnswerThatIsNoSuccess_SaysWhatItIs(int status, WebRefusal reason)
    {
        Site.Pages["/page"] = WebSite.Status(status);
        Assert.Equal(reason, (await RefusedAsync(new(Site.At("/page")))).Reason);
    }

    [Fact]
    public async Task Get_NobodyThere_SaysSo()
    {
        var gone = await WebSite.StartAsync();
        var address = gone.At("/page");
        await gone.DisposeAsync();
        Assert.Equal(WebRefusal.Unreachable, (await RefusedAsync(new(address))).Reason);
        Assert.Equal(WebRefusal.HostNotFound, (await RefusedAsync(new(Named("/page")), Site.Fetcher(names: new GivenNames([[]])))).Reason);
    }

    [Fact]
    public async Task Get_ManyAtOnceFromOneHost_GoTwoByTwo()
    {
        var (now, most) = (0, 0);
        var gate = new SemaphoreSlim(0);
        var entered = new SemaphoreSlim(0);
        Site.Pages["/page"] = async context =>
        {
            var here = Interlocked.Increment(ref now);
            InterlockedMax(ref most, here);
            entered.Release();
            await gate.WaitAsync(context.RequestAborted);
            Interlocked.Decrement(ref now);
            await WebSite.Text("x")(context);
        };
        var fetcher = Site.Fetcher();
        var all = Enumerable.Range(0, 6).Select(_ => fetcher.GetAsync(new(Site.At("/page")) { ObeyRobots = false }, Token)).ToList();
        for (var i = 0; i < 6; i++)
        {
            await entered.WaitAsync(Token);
            if (i % 2 == 1)
                gate.Release(2);
        }
        await Task.WhenAll(all);
        Assert.Equal(2, most);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; seen < value; seen = most)
            Interlocked.CompareExchange(ref most, value, seen);
    }

    // A name that only the test resolves, with the site's port.
    private Uri Named(string path) => new($"http://site.test:{Site.Address.Port}{path}");

    private async Task<WebFetchException> RefusedAsync(WebGet get, WebFetcher? fetcher = null)
    {
        var refused = await Assert.ThrowsAsync<WebFetchException>(() => (fetcher ?? Site.Fetcher()).GetAsync(get, Token));
        Assert.NotEmpty(refused.Message);
        Assert.NotEmpty(refused.Suggestion);
        return refused;
    }
}
