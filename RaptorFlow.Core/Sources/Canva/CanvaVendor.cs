using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace RaptorFlow.Core.Sources.Canva;

/// <summary>
/// Canva's Connect API (canva.dev/docs/connect). On behalf of one user, with access tokens of some hours: each exchange gives a new refresh token and
/// takes the old one, so that what is exchanged has to be kept. What takes long are jobs, which fail with a 200.
/// </summary>
internal sealed class CanvaVendor : Vendor
{
    public const string Id = "canva";

    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    public override string Name => Id;

    public override string Title => "Canva";

    public override Uri BaseAddress { get; } = new("https://api.canva.com/");

    public override IReadOnlyList<CredentialField> Fields { get; } =
    [
        new("client_id", "Client id of the integration") { Shown = true },
        new("client_secret", "Client secret of the integration"),
        new("refresh_token", "Refresh token of the user, with the scopes asset:read, asset:write, design:content:read, design:content:write, design:meta:read, brandtemplate:content:read"),
    ];

    // 20 designs and 20 exports a minute for a user; a design takes five requests at least.
    public override VendorLimits Limits { get; } = new(null, 100, null);

    public override string Remark => "Only a workspace can have this: the refresh token is replaced at every use, and what is entered here is used from now on by RaptorFlow alone.";

    public override bool RenewsCredential => true;

    public override string? Said(SourceResponse answer) => answer.JsonIfAny() is { } json ? Said(json) : null;

    public override async Task<string> TestAsync(SourceCall call, CancellationToken cancellationToken)
    {
        var user = (await SendAsync(call, HttpMethod.Get, "users/me", null, cancellationToken)).Field("team_user");
        return $"The account is connected{(user?.Text("team_id") is { } team ? $" (team {team})" : "")}.";
    }

    /// <summary>Sends with a token that lasts; when it was taken back before its time, once more with another.</summary>
    /// <param name="call">On whose behalf.</param>
    /// <param name="method">GET or POST.</param>
    /// <param name="path">Below <c>rest/v1/</c>.</param>
    /// <param name="content">What is sent; made for each attempt.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<JsonElement> SendAsync(SourceCall call, HttpMethod method, string path, Func<HttpContent>? content, CancellationToken cancellationToken)
    {
        if (!IsFresh(call))
            await RenewAsync(call, cancellationToken);
        var answer = await OnceAsync();
        if (answer.Status == HttpStatusCode.Unauthorized)
        {
            await RenewAsync(call, cancellationToken);
            answer = await OnceAsync();
        }
        return answer.Succeeded ? answer.Json() : throw Failure(answer);

        Task<SourceResponse> OnceAsync() => call.SendAsync(() => new(method, call.Address($"rest/v1/{path}"))
        {
            Headers = { Authorization = new("Bearer", call["access_token"]) },
            Content = content?.Invoke(),
        }, cancellationToken);
    }

    private static bool IsFresh(SourceCall call) => call["access_token"].Length > 0
        && long.TryParse(call["expires_at"], NumberStyles.None, CultureInfo.InvariantCulture, out var until) && call.Time.GetUtcNow() + Margin < DateTimeOffset.FromUnixTimeSeconds(until);

    private static Task RenewAsync(SourceCall call, CancellationToken cancellationToken) => call.RenewAsync(async (old, token) =>
    {
        var answer = await call.SendAsync(() => new(HttpMethod.Post, call.Address("auth/v1/oauth/token"))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{old.Fields["client_id"]}:{old.Fields["client_secret"]}"))) },
            Content = new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("refresh_token", old.Fields["refresh_token"])]),
        }, token);
        if (!answer.Succeeded)
            throw SourceException.Refused($"Its token could not be renewed: {(answer.JsonIfAny() is { } json ? Said(json) : null) ?? $"{(int)answer.Status}"}. Connect the account again.");
        return answer.Read<IReadOnlyDictionary<string, string>>(json => new Dictionary<string, string>(old.Fields)
        {
            ["access_token"] = json.Text("access_token") ?? throw new FormatException("there is no access token."),
            ["refresh_token"] = json.Text("refresh_token") ?? old.Fields["refresh_token"],
            ["expires_at"] = (call.Time.GetUtcNow().ToUnixTimeSeconds() + (json.Count("expires_in") is >= 0 and < 366 * 86_400 and var seconds ? seconds : 0)).ToString(CultureInfo.InvariantCulture),
        });
    }, cancellationToken);

    private static string? Said(JsonElement json) => (json.Text("message") ?? json.Text("error_description") ?? json.Text("code") ?? json.Text("error"))?.Trim().TrimEnd('.').Cut(200);

    private static SourceException Failure(SourceResponse answer)
    {
        var said = answer.JsonIfAny() is { } json ? Said(json) : null;
        return answer.Status == HttpStatusCode.Forbidden && said is not null ? SourceException.Refused($"The account may not do this: {said}.") : SourceException.From(answer.Status, said);
    }
}
