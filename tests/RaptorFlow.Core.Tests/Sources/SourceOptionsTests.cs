using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Sources;
using RaptorFlow.Core.Sources.Credentials;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Sources.SourcesUnderTest;

namespace RaptorFlow.Core.Tests.Sources;

public sealed class SourceOptionsTests(EmbeddedStack stack)
{
    [Theory]
    [InlineData("Sources:Vendors:semrsh:Enabled", "true", "Sources:Vendors:semrsh is no source; they are ahrefs, brave, canva, ")]
    [InlineData("Sources:Vendors:semrush:Credential:apikey", "secret", "Sources:Vendors:semrush:Credential:apikey is not known; it has api_key.")]
    [InlineData("Sources:Vendors:googletrends:Credential:api_key", "secret", "Sources:Vendors:googletrends:Credential:api_key is not known; Google Trends needs no credential.")]
    [InlineData("Sources:Vendors:semrush:Prices:request", "1", "Sources:Vendors:semrush:Prices:request is not charged for; Semrush has unit.")]
    [InlineData("Sources:Vendors:semrush:Prices:unit", "-1", "Sources:Vendors:semrush:Prices:unit is -1; it must be 0 or more.")]
    [InlineData("Sources:Vendors:semrush:PerSecond", "0", "Sources:Vendors:semrush:PerSecond is 0; it must be 1 or more.")]
    [InlineData("Sources:Vendors:semrush:BaseAddress", "ftp://example.com/", "Sources:Vendors:semrush:BaseAddress is no http or https address.")]
    [InlineData("Sources:Vendors:semrush:BaseAddress", "example.com/", "Sources:Vendors:semrush:BaseAddress is no http or https address.")]
    [InlineData("Sources:Vendors:semrush:BaseAddress", "https://example.com/v3", "Sources:Vendors:semrush:BaseAddress must end with a slash.")]
    [InlineData("Sources:Prefer:keyword:0", "semrush", "Sources:Prefer:keyword is no kind; they are keywords, domains, mentions, articles, trends, designs, feeds, pages.")]
    [InlineData("Sources:Prefer:keywords:0", "semrsh", "Sources:Prefer:keywords names semrsh, which is no source.")]
    public async Task WrongSetting_IsNamed(string key, string value, string expected)
    {
        await using var test = await StartAsync(stack);

        var errors = Assert.Throws<OptionsValidationException>(() => test.Host((key, value)).GetRequiredService<IOptions<SourceOptions>>().Value).Failures;

        Assert.StartsWith(expected, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyThatIsNone_IsNamed_AndNotShown()
    {
        await using var test = await StartAsync(stack);

        var error = Assert.Throws<OptionsValidationException>(() => test.Host(("Credentials:Keys:1", "a key in words")).GetRequiredService<IOptions<CredentialOptions>>().Value);

        Assert.Contains("Credentials:Keys:1 is shorter than 40 characters", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("in words", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vendors_AreWhole()
    {
        await using var test = await StartAsync(stack);

        Assert.All(test.Services.GetRequiredService<Vendors>().All, vendor =>
        {
            Assert.Matches("^[a-z]+$", vendor.Name);
            Assert.Equal(("https", true), (vendor.BaseAddress.Scheme, vendor.BaseAddress.AbsolutePath.EndsWith('/')));
            Assert.All(vendor.Fields, field => Assert.Matches("^[a-z]+(_[a-z]+)*$", field.Name));
            Assert.All(vendor.Prices, price => Assert.True(price.Value >= 0));
            Assert.Contains(test.Services.GetServices<ISource>(), source => source.Vendor == vendor.Name);
        });
    }
}
