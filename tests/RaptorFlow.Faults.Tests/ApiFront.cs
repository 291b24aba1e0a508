using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using RaptorFlow.Embedded;

namespace RaptorFlow.Faults.Tests;

/// <summary>An API as a process of its own that is killed and frozen, and a client that repeats what was not answered, under the same Idempotency-Key.</summary>
internal sealed class ApiFront : IAsyncDisposable
{
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly HttpClient _http;
    private Process _process;

    private ApiFront(IReadOnlyDictionary<string, string> settings)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}");
        _settings = new Dictionary<string, string>(settings) { ["ASPNETCORE_URLS"] = address, ["Identity__SigningKey"] = "a key that is only for tests, and long enough for them" };
        _http = new() { BaseAddress = new(address), Timeout = TimeSpan.FromSeconds(8) };
        _process = Start();
    }

    /// <summary>Starts it, signs somebody up and makes a workspace.</summary>
    public static async Task<ApiFront> StartAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var front = new ApiFront(settings);
        // Another address each time: that of a sign-up whose answer was lost is taken.
        var token = await front.AnswerAsync(
            "/auth/v1/signup", () => new { email = $"{Guid.NewGuid():N}@example.com", password = "a long enough password 1" }, null, cancellationToken);
        front._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("access_token").GetString());
        var workspace = await front.AnswerAsync("/api/workspaces", () => new { name = "Faults" }, null, cancellationToken);
        front._http.DefaultRequestHeaders.Add("X-Workspace", workspace.GetProperty("id").GetString());
        return front;
    }

    /// <summary>Has an agent asked, once, however often the request must be repeated.</summary>
    public async Task<Guid> InvokeAsync(CancellationToken cancellationToken)
    {
        var key = Guid.NewGuid().ToString();
        var request = new { input = new { milliseconds = 5 } };
        var first = await AnswerAsync("/api/agents/EFF-001/invoke?wait=0", () => request, key, cancellationToken);
        var again = await AnswerAsync("/api/agents/EFF-001/invoke?wait=0", () => request, key, cancellationToken);
        var run = first.GetProperty("run_id").GetGuid();
        Assert.Equal(run, again.GetProperty("run_id").GetGuid());
        return run;
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = Start();
    }

    public async Task FreezeAsync()
    {
        await Signals.SendAsync("STOP", _process.Id);
        await Task.Delay(TimeSpan.FromSeconds(1));
        await Signals.SendAsync("CONT", _process.Id);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<JsonElement> AnswerAsync(string path, Func<object> body, string? key, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body()) };
                if (key is not null)
                    request.Headers.Add("Idempotency-Key", key);
                using var response = await _http.SendAsync(request, cancellationToken);
                if (response.IsSuccessStatusCode)
                    return await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
                // What is being served, cannot be now, or is not known before a host has come up is asked again; anything else is the test's own fault.
                var refusal = await response.Content.ReadAsStringAsync(cancellationToken);
                if ((int)response.StatusCode is not (409 or 429 or >= 500) && !refusal.Contains("agent_not_found", StringComparison.Ordinal))
                    throw new InvalidOperationException($"{path}: {response.StatusCode}: {refusal}");
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // Not there yet, or not any more.
            }
            await Task.Delay(100, cancellationToken);
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Api.Problems.Problem).Assembly.Location]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _settings)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
