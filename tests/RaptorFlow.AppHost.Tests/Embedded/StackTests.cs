using System.Net;
using System.Text.RegularExpressions;

namespace RaptorFlow.AppHost.Tests;

/// <summary>The README's first command, end to end, as a user runs it.</summary>
public sealed partial class StackTests : IDisposable
{
    private readonly StateFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gusto.json", "Gusto")]
    [InlineData("berthillon.json", "Berthillon")]
    public async Task Onboard_Company_LeavesTheReportAndNothingElse(string sample, string company)
    {
        using var host = AppHostProcess.Start(_folder, "onboard", Path.Combine(AppHostProcess.Root, "samples", "companies", sample));

        Assert.True(await host.ExitAsync() == 0, host.Output);

        var report = Assert.Single(Directory.GetDirectories(Path.Combine(host.Folder, "reports")));
        var html = await File.ReadAllTextAsync(Path.Combine(report, "report.html"), Token);
        Assert.Contains(company, html, StringComparison.Ordinal);
        Assert.True(Svg().Count(html) >= 2, "The report has no pictures.");
        Assert.DoesNotMatch(Foreign(), html);
        Assert.Contains(company, await File.ReadAllTextAsync(Path.Combine(report, "report.md"), Token), StringComparison.Ordinal);
        Assert.Contains("12 of 12 steps", host.Output, StringComparison.Ordinal);
        await host.AssertNothingListensAsync();
    }

    [Fact]
    public async Task Onboard_BriefThatIsNoJson_NamesTheLineAndStops()
    {
        using var host = AppHostProcess.Start(_folder, "onboard", "brief.json");
        await File.WriteAllTextAsync(Path.Combine(host.Folder, "brief.json"), "{\n  \"name\": \"X\",\n  \"products\": [\"a\" \"b\"]\n}", Token);

        Assert.Equal(1, await host.ExitAsync());

        Assert.Contains("line 3", host.Output, StringComparison.Ordinal);
        await host.AssertNothingListensAsync();
    }

    [Fact]
    public async Task Serve_Terminated_HasServedAndStopsCleanly()
    {
        using var host = AppHostProcess.Start(_folder);
        var api = await host.UpAsync();
        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(api, "/health"), Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(api, "/openapi/v1.json"), Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(api, "/docs"), Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(new Uri(api, "/api/runs"), Token)).StatusCode);

        host.Terminate();

        Assert.Equal(0, await host.ExitAsync());
        await host.AssertNothingListensAsync();
    }

    [Fact]
    public async Task Serve_Killed_LeavesNoProcess()
    {
        using var host = AppHostProcess.Start(_folder);
        await host.UpAsync();

        host.Kill();

        await host.AssertNothingListensAsync();
    }

    [GeneratedRegex("<svg")]
    private static partial Regex Svg();

    // Self-contained: nothing is loaded from elsewhere, and nothing runs.
    [GeneratedRegex("<script|<link[^>]+href=\"http|src=\"http|url\\(http", RegexOptions.IgnoreCase)]
    private static partial Regex Foreign();
}
