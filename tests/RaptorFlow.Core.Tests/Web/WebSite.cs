using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Web;
using RaptorFlow.Core.Web.Robots;

namespace RaptorFlow.Core.Tests.Web;

/// <summary>A web site on this machine that answers as the test says, and a fetcher that may reach it.</summary>
internal sealed class WebSite : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<IDisposable> _parts = [];

    private WebSite(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>What each path answers; 404 where there is nothing.</summary>
    public ConcurrentDictionary<string, RequestDelegate> Pages { get; } = new();

    public ConcurrentQueue<(string Path, IHeaderDictionary Headers)> Requests { get; } = new();

    public static async Task<WebSite> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MinResponseDataRate = null);
        var site = new WebSite(builder.Build());
        site._app.Run(context =>
        {
            site.Requests.Enqueue((context.Request.Path + context.Request.QueryString, new HeaderDictionary(context.Request.Headers.ToDictionary())));
            if (site.Pages.TryGetValue(context.Request.Path, out var page))
                return page(context);
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        await site._app.StartAsync(TestContext.Current.CancellationToken);
        return site;
    }

    public Uri At(string path) => new(Address, path);

    public int Calls(string path) => Requests.Count(request => request.Path == path);

    /// <param name="options">Loopback is allowed unless this says otherwise.</param>
    /// <param name="names">Who resolves; the system when null.</param>
    /// <param name="time">Whose time; the system's when null.</param>
    public WebFetcher Fetcher(Action<WebOptions>? options = null, IHostNames? names = null, TimeProvider? time = null)
    {
        var value = new WebOptions { AllowedNetworks = { "127.0.0.0/8", "::1/128" } };
        options?.Invoke(value);
        var wrapped = Options.Create(value);
        time ??= TimeProvider.System;
        var exchange = new WebExchange(new(new(wrapped), names ?? new SystemHostNames(), wrapped), wrapped);
        var robots = new RobotsTexts(exchange, time);
        _parts.AddRange([robots, exchange]);
        return new(exchange, robots, wrapped, time);
    }

    public static RequestDelegate Text(string text, string? type = "text/html; charset=utf-8") => Bytes(System.Text.Encoding.UTF8.GetBytes(text), type);

    public static RequestDelegate Bytes(byte[] bytes, string? type) => async context =>
    {
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    };

    public static RequestDelegate Redirect(string to, int status = 302) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = to;
        return Task.CompletedTask;
    };

    public static RequestDelegate Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    public async ValueTask DisposeAsync()
    {
        _parts.ForEach(part => part.Dispose());
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

/// <summary>Names as the test gives them; each time the next answer, the last one for good.</summary>
internal sealed class GivenNames(params string[][] answers) : IHostNames
{
    private int _asked;

    public int Asked => _asked;

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var turn = Math.Min(Interlocked.Increment(ref _asked) - 1, answers.Length - 1);
        return Task.FromResult(Array.ConvertAll(answers[turn], IPAddress.Parse));
    }
}
