using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using RaptorFlow.Core.Web;
using RaptorFlow.Core.Web.Robots;

namespace RaptorFlow.Core.Tests.Web;

public sealed class RobotsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    // Whose rules
    [InlineData("User-agent: *\nDisallow: /", "/page", false)]
    [InlineData("User-agent: other\nDisallow: /", "/page", true)]
    [InlineData("User-agent: *\nDisallow: /\n\nUser-agent: RAPTORFLOW\nDisallow: /private", "/page", true)]
    [InlineData("User-agent: *\nDisallow: /\n\nUser-agent: RaptorFlow/1.0\nAllow: /", "/page", true)]
    [InlineData("User-agent: raptorflowbot\nDisallow: /", "/page", true)]
    [InlineData("User-agent: other\nUser-agent: RaptorFlow\nDisallow: /a", "/a", false)]
    [InlineData("User-agent: RaptorFlow\nDisallow: /a\n\nUser-agent: RaptorFlow\nDisallow: /b", "/b", false)]
    [InlineData("User-agent: RaptorFlow\nDisallow: /a\n\nUser-agent: RaptorFlow\nDisallow: /b", "/a", false)]
    [InlineData("User-agent: RaptorFlow\nCrawl-delay: 5\nSitemap: https://example.com/\nDisallow: /a", "/a", false)]
    [InlineData("Disallow: /", "/page", true)]
    // Which rule
    [InlineData("User-agent: *\nDisallow:", "/page", true)]
    [InlineData("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true)]
    [InlineData("User-agent: *\nAllow: /a\nDisallow: /a/b", "/a/b/c", false)]
    [InlineData("User-agent: *\nDisallow: /a\nAllow: /a", "/a", true)]
    [InlineData("User-agent: *\nAllow: /a\nDisallow: /a", "/a", true)]
    [InlineData("User-agent: *\nDisallow: /A", "/a", true)]
    [InlineData("User-agent: *\nDisallow: /", "/robots.txt", true)]
    // Patterns
    [InlineData("User-agent: *\nDisallow: /*.gif$", "/a/b.gif", false)]
    [InlineData("User-agent: *\nDisallow: /*.gif$", "/a/b.gif?x", true)]
    [InlineData("User-agent: *\nDisallow: /*/x*y", "/a/xzy/more", false)]
    [InlineData("User-agent: *\nDisallow: /a$", "/ab", true)]
    [InlineData("User-agent: *\nDisallow: *?q=", "/search?q=1", false)]
    [InlineData("User-agent: *\nDisallow: /a*a$", "/a", true)]
    [InlineData("User-agent: *\nDisallow: /a*b*b$", "/a-b-b", false)]
    // Escapes
    [InlineData("User-agent: *\nDisallow: /f%c3%bc", "/f%C3%BCr", false)]
    [InlineData("User-agent: *\nDisallow: /fü", "/f%C3%BCr", false)]
    [InlineData("User-agent: *\nDisallow: /%7Ejoe", "/~joe", false)]
    [InlineData("User-agent: *\nDisallow: /a%2Fb", "/a/b", true)]
    // As people write it
    [InlineData("\ufeffUSER-AGENT : * # all\r\nDISALLOW : /a # not this\r\n", "/a", false)]
    [InlineData("User-agent: *\rDisallow: /a\r", "/a", false)]
    [InlineData("<html>not a robots.txt</html>", "/a", true)]
    [InlineData("", "/a", true)]
    public void Allows_ByTheStandard(string robots, string path, bool allowed) => Assert.Equal(allowed, RobotsRules.Parse(robots, RobotsTexts.Token).Allows(path));

    [Fact]
    public void Allows_PatternOfStars_IsAnsweredAtOnce() =>
        Assert.True(RobotsRules.Parse($"User-agent: *\nDisallow: /{string.Concat(Enumerable.Repeat("*a", 10_000))}b$", RobotsTexts.Token).Allows("/" + new string('a', 2000)));

    [Theory]
    [InlineData("User-agent: *\nDisallow: /", 200, false)]
    [InlineData("User-agent: *\nDisallow: /", 404, true)]
    [InlineData("User-agent: *\nDisallow: /", 403, true)]
    [InlineData("User-agent: *\nDisallow: /", 429, true)]
    [InlineData("", 500, false)]
    [InlineData("", 503, false)]
    public async Task Get_ByWhatRobotsTxtAnswers_IsAllowedOrNot(string robots, int status, bool allowed)
    {
        await using var site = await WebSite.StartAsync();
        site.Pages["/robots.txt"] = context =>
        {
            context.Response.StatusCode = status;
            return WebSite.Text(robots, "text/plain")(context);
        };
        site.Pages["/page"] = WebSite.Text("x");
        Assert.Equal(allowed, await AllowedAsync(site));
        Assert.Equal(allowed ? 1 : 0, site.Calls("/page"));
        await site.Fetcher().GetAsync(new(site.At("/page")) { ObeyRobots = false }, Token);
    }

    [Fact]
    public async Task Get_RobotsTxtThatBreaksOff_AllowsNothing()
    {
        await using var site = await WebSite.StartAsync();
        site.Pages["/robots.txt"] = async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("User-agent", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        };
        site.Pages["/page"] = WebSite.Text("x");
        await Assert.ThrowsAsync<WebFetchException>(() => site.Fetcher().GetAsync(new(site.At("/page")), Token));
        Assert.Equal(0, site.Calls("/page"));
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public async Task Get_RobotsTxtElsewhere_IsLookedForFiveTimes(int redirects, bool allowed)
    {
        await using var site = await WebSite.StartAsync();
        site.Pages["/robots.txt"] = WebSite.Redirect("/r1");
        for (var i = 1; i < redirects; i++)
            site.Pages[$"/r{i}"] = WebSite.Redirect($"/r{i + 1}");
        site.Pages[$"/r{redirects}"] = WebSite.Text("User-agent: *\nDisallow: /", "text/plain");
        site.Pages["/page"] = WebSite.Text("x");
        Assert.Equal(allowed, await AllowedAsync(site));
    }

    [Fact]
    public async Task Get_RobotsTxtBeyondItsLimit_IsReadUpToIt()
    {
        await using var site = await WebSite.StartAsync();
        var first = "User-agent: *\nDisallow: /page\n";
        site.Pages["/robots.txt"] = WebSite.Text(first + new string('#', 600 * 1024) + "\nAllow: /page/allowed", "text/plain");
        site.Pages["/page"] = WebSite.Text("x");
        Assert.False(await AllowedAsync(site));
    }

    [Fact]
    public async Task Get_TheSameDay_AsksForRobotsTxtOnce()
    {
        await using var site = await WebSite.StartAsync();
        site.Pages["/robots.txt"] = WebSite.Text("User-agent: *\nAllow: /", "text/plain");
        site.Pages["/page"] = WebSite.Text("x");
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var fetcher = site.Fetcher(time: time);
        for (var i = 0; i < 3; i++)
            await fetcher.GetAsync(new(site.At("/page")), Token);
        Assert.Equal(1, site.Calls("/robots.txt"));
        time.Advance(TimeSpan.FromHours(24));
        await fetcher.GetAsync(new(site.At("/page")), Token);
        Assert.Equal(2, site.Calls("/robots.txt"));
    }

    [Fact]
    public async Task Get_RedirectToAPageThatRobotsTxtForbids_IsRefused()
    {
        await using var site = await WebSite.StartAsync();
        site.Pages["/robots.txt"] = WebSite.Text("User-agent: RaptorFlow\nDisallow: /private", "text/plain");
        site.Pages["/page"] = WebSite.Redirect("/private");
        site.Pages["/private"] = WebSite.Text("x");
        Assert.False(await AllowedAsync(site));
        Assert.Equal(0, site.Calls("/private"));
    }

    private static async Task<bool> AllowedAsync(WebSite site)
    {
        try
        {
            await site.Fetcher().GetAsync(new(site.At("/page")), Token);
            return true;
        }
        catch (WebFetchException e) when (e.Reason == WebRefusal.Robots)
        {
            return false;
        }
    }
}
