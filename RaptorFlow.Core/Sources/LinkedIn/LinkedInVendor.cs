using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.LinkedIn;

/// <summary>
/// LinkedIn's Community Management API (learn.microsoft.com/linkedin/marketing). Every request names a version of the API, a month that is supported
/// for about a year and answered with 426 after it. Errors have a code of the service's own. Access tokens live 60 days.
/// </summary>
internal sealed partial class LinkedInVendor : Vendor
{
    public const string Id = "linkedin";

    /// <summary>Where no <c>Sources:Vendors:linkedin:Options:version</c> is set.</summary>
    public const string DefaultVersion = "202607";

    private static readonly string[] OfRenewal = ["refresh_token", "client_id", "client_secret"];

    private static readonly Uri Accounts = new("https://www.linkedin.com/");

    public override string Name => Id;

    public override string Title => "LinkedIn";

    public override Uri BaseAddress { get; } = new("https://api.linkedin.com/");

    public override IReadOnlyList<CredentialField> Fields { get; } =
    [
        new("organization", "Organisation id (the number in the address of its admin page)") { Shown = true },
        new("access_token", "Access token with r_organization_social"),
        new("refresh_token", "Refresh token") { Required = false },
        new("client_id", "Client id of the app, with a refresh token") { Required = false, Shown = true },
        new("client_secret", "Client secret of the app, with a refresh token") { Required = false },
    ];

    public override string Remark => "An access token lives 60 days. With a refresh token, which only approved partners get, and the app's client id and secret it is renewed for up to a year.";

    public override bool RenewsCredential => true;

    public override string? Said(SourceResponse answer) => answer.JsonIfAny()?.Text("message");

    public override async Task<string> TestAsync(SourceCall call, CancellationToken cancellationToken)
    {
        await GetAsync(call, "rest/posts", [("author", Author(call)), ("q", "author"), ("count", "1"), ("sortBy", "CREATED")], cancellationToken);
        return "The token is accepted, and may read the organisation's posts.";
    }

    /// <summary>The organisation whose posts are read; entered as its number or as its whole URN.</summary>
    public static string Author(SourceCall call)
    {
        var number = Organization().Match(call["organization"].Trim());
        return number.Success ? $"urn:li:organization:{number.Groups[1].Value}" : throw SourceException.Refused("Its organization is not a number: it is the one in the address of the page's administration.");
    }

    /// <summary>Finds something; with a token that has ended, once more after it was renewed.</summary>
    public static async Task<JsonElement> GetAsync(SourceCall call, string path, IEnumerable<(string, string?)> query, CancellationToken cancellationToken)
    {
        var version = call.Option("version") is { Length: > 0 } set ? set : DefaultVersion;
        var answer = await SendAsync();
        if (answer.Status == HttpStatusCode.Unauthorized && OfRenewal.All(field => call[field].Length > 0))
        {
            await call.RenewAsync((old, token) => RenewedAsync(call, old.Fields, token), cancellationToken);
            answer = await SendAsync();
        }
        return answer.Succeeded ? answer.Json() : throw Failure(answer, version);

        Task<SourceResponse> SendAsync() => call.GetAsync(call.Address(path, query),
            [("Authorization", $"Bearer {call["access_token"]}"), ("LinkedIn-Version", version), ("X-Restli-Protocol-Version", "2.0.0"), ("X-RestLi-Method", "FINDER")], cancellationToken);
    }

    private static async Task<IReadOnlyDictionary<string, string>> RenewedAsync(SourceCall call, IReadOnlyDictionary<string, string> old, CancellationToken cancellationToken)
    {
        var answer = await call.SendAsync(() => new(HttpMethod.Post, call.AddressAt(Accounts, "oauth/v2/accessToken"))
        {
            Content = new FormUrlEncodedContent([new("grant_type", "refresh_token"), .. OfRenewal.Select(field => KeyValuePair.Create(field, old[field]))]),
        }, cancellationToken);
        if (!answer.Succeeded)
            throw SourceException.Refused($"Its token has ended, and could not be renewed: {(answer.JsonIfAny()?.Text("error_description") ?? ((int)answer.Status).ToString(CultureInfo.InvariantCulture)).Cut(200)}");
        return answer.Read(json => new Dictionary<string, string>(old)
        {
            ["access_token"] = json.Text("access_token") ?? throw new FormatException("there is no access token."),
            ["refresh_token"] = json.Text("refresh_token") ?? old["refresh_token"],
        });
    }

    private static SourceException Failure(SourceResponse answer, string version)
    {
        var json = answer.JsonIfAny();
        var said = json?.Text("message")?.Cut(200);
        if (answer.Status == HttpStatusCode.UpgradeRequired)
            return new(SourceStatus.Failed, $"It has no version {version} of its API any more: set Sources:Vendors:{Id}:Options:version to a month of the last year, as in {DefaultVersion}.");
        return json?.Text("serviceErrorCode") switch
        {
            "65601" => SourceException.Refused("Its token was revoked: enter a new one."),
            "65602" => SourceException.Refused("Its token has expired: enter a new one."),
            "65600" => SourceException.Refused("It does not know the token: enter a new one."),
            "100" => SourceException.Refused($"The token may not read the organisation's posts: {said}"),
            _ => SourceException.From(answer.Status, said),
        };
    }

    [GeneratedRegex(@"^(?:urn:li:organization:)?(\d{1,20})$", RegexOptions.CultureInvariant)]
    private static partial Regex Organization();
}
