using RaptorFlow.Core.Identity;

namespace RaptorFlow.Core.Tests.Identity;

public sealed class ApiKeyFormatTests
{
    private static readonly string Secret = new('s', 43);

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff")]
    [InlineData("0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")]
    public void Key_Composed_ReadsBack(string id)
    {
        var key = ApiKeyFormat.Compose(Guid.Parse(id), Secret);
        Assert.True(ApiKeyFormat.TryParse(key, out var workspace, out var secret));
        Assert.Equal(Guid.Parse(id), workspace);
        Assert.Equal(Secret, secret);
    }

    [Theory]
    [InlineData("")]
    [InlineData("rf_")]
    [InlineData("rf__")]
    [InlineData("xx_aaaaaaaaaaaaaaaaaaaaaaaaaa_sssssssssssssssssssssssssssssssssssssssssss")]
    [InlineData("rf_aaaaaaaaaaaaaaaaaaaaaaaaa1_sssssssssssssssssssssssssssssssssssssssssss")]
    [InlineData("rf_77777777777777777777777777_sssssssssssssssssssssssssssssssssssssssssss")]
    [InlineData("rf_aaaaaaaaaaaaaaaaaaaaaaaaaa_short")]
    public void Key_Malformed_IsRefused(string key) => Assert.False(ApiKeyFormat.TryParse(key, out _, out _));
}
