using RaptorFlow.Api.Tests.Runs;

namespace RaptorFlow.Api.Tests.Origins;

public sealed class OriginTests(WholeApi api) : IClassFixture<WholeApi>
{
    [Theory]
    [InlineData(WholeApi.Page, true)]
    [InlineData("https://elsewhere.example.com", false)]
    public async Task Browser_BeforeACallWithAToken_IsToldWhetherItsPageMay(string origin, bool may)
    {
        using var client = new HttpClient { BaseAddress = api.Address };
        using var request = new HttpRequestMessage(HttpMethod.Options, "/auth/v1/user");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "PUT");
        request.Headers.Add("Access-Control-Request-Headers", "apikey,authorization,content-type,x-client-info,x-supabase-api-version");

        var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(may, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) && origins.Single() == origin);
    }

    [Fact]
    public async Task Browser_AfterARefusal_MayReadIt()
    {
        using var client = new HttpClient { BaseAddress = api.Address };
        client.DefaultRequestHeaders.Add("Origin", WholeApi.Page);

        var response = await client.GetAsync("/api/workspaces", TestContext.Current.CancellationToken);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal(WholeApi.Page, response.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }
}
