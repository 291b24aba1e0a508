using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Core.Sources;
using RaptorFlow.Core.Sources.Credentials;
using RaptorFlow.Sources;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Sources.SourcesUnderTest;

namespace RaptorFlow.Core.Tests.Sources;

public sealed class CanvaTests(EmbeddedStack stack)
{
    private const string Tokens = "/canva/auth/v1/oauth/token";
    private const string Designs = "/canva/rest/v1/designs";
    private const string Exports = "/canva/rest/v1/exports";
    private const string Uploads = "/canva/rest/v1/asset-uploads";
    private const string Autofills = "/canva/rest/v1/autofills";
    private const string Design = """{"design":{"id":"DAF1","title":"Autumn","urls":{"edit_url":"https://www.canva.com/api/design/x/edit","view_url":"https://www.canva.com/api/design/x/view"}}}""";
    private const string Exported = """{"job":{"id":"job-1","status":"success","urls":["https://export.example/1.png","https://export.example/2.png"]}}""";
    private const string InProgress = """{"job":{"id":"job-1","status":"in_progress"}}""";

    private static readonly DesignQuestion Question = new("Autumn") { Width = 800, Height = 600 };

    [Fact]
    public async Task Design_IsMadeAndExported_WithATokenThatIsKept()
    {
        await using var test = await StartedAsync();
        test.Server.On(Tokens, Token("access-1", "refresh-2"));
        test.Server.On(Designs, Answer(Design), Answer(Design)).On(Exports, Answer(InProgress), Answer(Exported)).On(Exports + "/job-1", Answer(InProgress), Answer(Exported));

        var answer = await test.AskAsync(Question);
        await test.AskAsync(Question with { Format = "jpg" });

        var file = Assert.Single(answer.Items);
        Assert.Equal(("DAF1", "Autumn", "https://www.canva.com/api/design/x/edit"), (file.Id, file.Title, file.EditAddress));
        Assert.Equal(["https://export.example/1.png", "https://export.example/2.png"], file.Files);
        Assert.NotNull(file.FilesUntil);
        Assert.Null(Report(answer).Detail);
        var requests = test.Server.Requests.ToList();
        Assert.Equal([Tokens, Designs, Exports, Exports + "/job-1", Exports + "/job-1", Designs, Exports], requests.Select(request => request.Path));
        Assert.Equal("grant_type=refresh_token&refresh_token=refresh-1", requests[0].Body.GetValue<string>());
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("client-id:client-secret"))}", requests[0].Headers["Authorization"]);
        Assert.Equal("Bearer access-1", requests[1].Headers["Authorization"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"type":"type_and_asset","title":"Autumn","design_type":{"type":"custom","width":800,"height":600}}"""), requests[1].Body), requests[1].Body.ToJsonString());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"design_id":"DAF1","format":{"type":"png"}}"""), requests[2].Body), requests[2].Body.ToJsonString());
        Assert.Equal(90, (int?)requests[6].Body["format"]!["quality"]);
        Assert.Equal("refresh-2", (await CredentialAsync(test)).Fields["refresh_token"]);
    }

    [Fact]
    public async Task TwoHosts_UseARefreshTokenOnce()
    {
        await using var test = await StartedAsync();
        test.Server.On(Tokens, Token("access-1", "refresh-2"));
        test.Server.On(Designs, Answer(Design), Answer(Design)).On(Exports, Answer(Exported), Answer(Exported));

        var answers = await Task.WhenAll(test.AskAsync(Question), test.AskAsync(Question, host: test.Host(Address)));

        Assert.All(answers, answer => Assert.Equal(SourceStatus.Answered, Report(answer).Status));
        Assert.Equal(1, test.Server.Calls(Tokens));
        Assert.All(test.Server.Requests.Where(request => request.Path == Designs), request => Assert.Equal("Bearer access-1", request.Headers["Authorization"]));
    }

    [Fact]
    public async Task TokenThatWasTakenBack_IsRenewedOnce()
    {
        await using var test = await StartedAsync();
        test.Server.On(Tokens, Token("access-1", "refresh-2"), Token("access-2", "refresh-3"));
        test.Server.On(Designs, Answer("""{"code":"invalid_access_token","message":"Access token is invalid"}""", status: 401), Answer(Design)).On(Exports, Answer(Exported));

        var answer = await test.AskAsync(Question);

        Assert.Equal(SourceStatus.Answered, Report(answer).Status);
        Assert.Equal(["refresh-1", "refresh-2"], test.Server.Requests.Where(request => request.Path == Tokens).Select(request => request.Body.GetValue<string>().Split('=').Last()));
        Assert.Equal("refresh-3", (await CredentialAsync(test)).Fields["refresh_token"]);
    }

    [Fact]
    public async Task RefreshTokenThatIsSpent_IsRefused()
    {
        await using var test = await StartedAsync();
        test.Server.On(Tokens, Answer("""{"code":"invalid_grant","message":"Invalid refresh token refresh-1"}""", status: 400));

        var report = Report(await test.AskAsync(Question));

        Assert.Equal((SourceStatus.Refused, "Its token could not be renewed: Invalid refresh token …. Connect the account again."), (report.Status, report.Detail));
        Assert.Equal("refresh-1", (await CredentialAsync(test)).Fields["refresh_token"]);
    }

    [Fact]
    public async Task InstallationsCredential_CannotBeRenewed_AndIsNot()
    {
        await using var test = await StartAsync(stack, Address, ("Sources:Vendors:canva:Credential:client_id", "client-id"), ("Sources:Vendors:canva:Credential:client_secret", "client-secret"), ("Sources:Vendors:canva:Credential:refresh_token", "refresh-1"));

        var report = Report(await test.AskAsync(Question));

        Assert.Equal(SourceStatus.Refused, report.Status);
        Assert.Contains("enter the credential in the workspace", report.Detail, StringComparison.Ordinal);
        Assert.Empty(test.Server.Requests);
    }

    [Fact]
    public async Task Picture_IsUploadedFirst_AndPutIntoTheDesign()
    {
        await using var test = await StartedAsync();
        test.Server.On(Tokens, Token("access-1", "refresh-2"));
        test.Server.On(Uploads, Answer(InProgress)).On(Uploads + "/job-1", Answer("""{"job":{"id":"job-1","status":"success","asset":{"id":"asset-1","type":"image"}}}"""));
        test.Server.On(Designs, Answer(Design)).On(Exports, Answer(Exported));

        var answer = await test.AskAsync(Question with { Title = $"Autumn 🍂 {new string('x', 60)}", Image = Encoding.UTF8.GetBytes("a picture") });

        Assert.Equal(SourceStatus.Answered, Report(answer).Status);
        var upload = Assert.Single(test.Server.Requests, request => request.Path == Uploads);
        Assert.Equal(("application/octet-stream", "a picture"), (upload.Headers["Content-Type"], upload.Body.GetValue<string>()));
        Assert.Equal($"Autumn 🍂 {new string('x', 40)}", Encoding.UTF8.GetString(Convert.FromBase64String((string)JsonNode.Parse(upload.Headers["Asset-Upload-Metadata"])!["name_base64"]!)));
        Assert.Equal("asset-1", (string?)Assert.Single(test.Server.Requests, request => request.Path == Designs).Body["asset_id"]);
    }

    [Fact]
    public async Task Template_IsFilledWithTextsAndThePicture()
    {
        await using var test = await StartedAsync();
        test.Server.On(Tokens, Token("access-1", "refresh-2"));
        test.Server.On("/canva/rest/v1/brand-templates/DAT1/dataset", Answer("""{"dataset":{"Head Line":{"type":"text"},"photo":{"type":"image"}}}"""));
        test.Server.On(Uploads, Answer("""{"job":{"id":"job-1","status":"success","asset":{"id":"asset-1"}}}"""));
        test.Server.On(Autofills, Answer(InProgress)).On(Autofills + "/job-1", Answer("""{"job":{"id":"job-1","status":"success","result":{"type":"create_design","design":{"id":"DAF2","title":"Autumn","url":"https://www.canva.com/design/DAF2/edit"}}}}"""));
        test.Server.On(Exports, Answer(Exported));

        var answer = await test.AskAsync(Question with { Template = "DAT1", Texts = new Dictionary<string, string> { ["Head Line"] = "Hello" }, Image = new byte[] { 1 } });

        Assert.Equal(("DAF2", "https://www.canva.com/design/DAF2/edit"), (Assert.Single(answer.Items).Id, answer.Items[0].EditAddress));
        var filled = Assert.Single(test.Server.Requests, request => request.Path == Autofills).Body;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"type":"create_from_brand_template","brand_template_id":"DAT1","title":"Autumn","data":{"Head Line":{"type":"text","text":"Hello"},"photo":{"type":"image","asset_id":"asset-1"}}}"""), filled), filled.ToJsonString());
    }

    [Fact]
    public async Task ExportThatFails_LeavesTheDesign()
    {
        await using var test = await StartedAsync();
        test.Server.On(Tokens, Token("access-1", "refresh-2"));
        // A failure comes with a 200.
        test.Server.On(Designs, Answer(Design)).On(Exports, Answer("""{"job":{"id":"job-1","status":"failed","error":{"code":"license_required","message":"User doesn't have the required license."}}}"""));

        var answer = await test.AskAsync(Question);

        Assert.Equal(("DAF1", 0, null), (Assert.Single(answer.Items).Id, answer.Items[0].Files.Count, answer.Items[0].FilesUntil));
        Assert.Equal("The design DAF1 was made and can be edited at https://www.canva.com/api/design/x/edit; it has no files: It failed at it: User doesn't have the required license (license_required).", Report(answer).Detail);
    }

    [Fact]
    public async Task ExportThatNeverEnds_IsLookedAfterForTwoMinutes()
    {
        await using var test = await StartedAsync(("Sources:Vendors:canva:PerMinute", "1000"));
        test.Server.On(Tokens, Token("access-1", "refresh-2"));
        test.Server.On(Designs, Answer(Design)).On(Exports, Answer(InProgress)).On(Exports + "/job-1", [.. Enumerable.Repeat(Answer(InProgress), 50)]);

        var answer = await test.AskAsync(Question);

        Assert.Contains("It is still at work after two minutes.", Report(answer).Detail, StringComparison.Ordinal);
        Assert.Equal(120, test.Time.Waits.Where(wait => wait >= TimeSpan.FromSeconds(1)).Sum(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task DesignThatFails_TellsOfThePicture_AndIsNotAskedForTwice()
    {
        await using var test = await StartedAsync();
        test.Server.On(Tokens, Token("access-1", "refresh-2"));
        test.Server.On(Uploads, Answer("""{"job":{"id":"job-1","status":"success","asset":{"id":"asset-1"}}}""")).On(Designs, Answer("""{"code":"internal_error","message":"Oops"}""", status: 500), Answer(Design));

        var report = Report(await test.AskAsync(Question with { Image = new byte[] { 1 } }));

        Assert.Equal((SourceStatus.Unavailable, "The picture was uploaded (asset asset-1). It failed (500): Oops. The design may stand in the account all the same."), (report.Status, report.Detail));
        Assert.Equal(1, test.Server.Calls(Designs));
    }

    [Theory]
    [InlineData(403, """{"code":"missing_scope","message":"Missing scopes: [design:content:write]"}""", SourceStatus.Refused)]
    [InlineData(400, """{"code":"bad_request_body","message":"Width is wrong"}""", SourceStatus.Failed)]
    [InlineData(429, """{"code":"too_many_requests","message":"Slow down"}""", SourceStatus.OverQuota)]
    [InlineData(200, "<html>", SourceStatus.Failed)]
    [InlineData(200, "{}", SourceStatus.Failed)]
    public async Task Error_IsToldByItsCode(int status, string body, SourceStatus expected)
    {
        await using var test = await StartedAsync(("Sources:Retries", "0"));
        test.Server.On(Tokens, Token("access-1", "refresh-2")).On(Designs, Answer(body, status: status));

        Assert.Equal(expected, Report(await test.AskAsync(Question)).Status);
    }

    [Fact]
    public async Task Test_NamesTheTeam()
    {
        await using var test = await StartedAsync();
        test.Server.On(Tokens, Token("access-1", "refresh-2")).On("/canva/rest/v1/users/me", Answer("""{"team_user":{"user_id":"u1","team_id":"t1"}}"""));
        var vendors = test.Services.GetRequiredService<Vendors>();
        var canva = vendors.Get("canva");

        Assert.Equal("The account is connected (team t1).", await canva.TestAsync(vendors.CallOf(canva, await CredentialAsync(test)), SourcesUnderTest.Token));
    }

    private async Task<SourcesUnderTest> StartedAsync(params (string, string)[] settings)
    {
        var test = await StartAsync(stack, [Address, .. settings]);
        await test.EnterAsync("canva", ("client_id", "client-id"), ("client_secret", "client-secret"), ("refresh_token", "refresh-1"));
        return test;
    }

    private static async Task<Credential> CredentialAsync(SourcesUnderTest test) =>
        (await test.Services.GetRequiredService<CredentialStore>().FindAsync(test.WorkspaceId, test.Services.GetRequiredService<Vendors>().Get("canva"), SourcesUnderTest.Token))!;

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> Token(string access, string refresh) =>
        Answer($$"""{"access_token":"{{access}}","refresh_token":"{{refresh}}","token_type":"Bearer","expires_in":14400,"scope":"asset:write"}""");

    private static (string, string) Address => ("Sources:Vendors:canva:BaseAddress", "{server}/canva/");

    private static SourceReport Report<T>(SourceAnswer<T> answer)
        where T : SourceItem => Assert.Single(answer.Reports, report => report.Source == "canva");
}
