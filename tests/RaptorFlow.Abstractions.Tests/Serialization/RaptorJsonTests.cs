using System.Text.Json;
using RaptorFlow.Marketing;
using RaptorFlow.Serialization;

namespace RaptorFlow.Abstractions.Tests.Serialization;

public sealed class RaptorJsonTests
{
    private static readonly JsonSerializerOptions Json = RaptorJson.CreateOptions();

    private sealed record Asked(string Say, int Times, string? Note, string Tone = "plain");

    [Fact]
    public void Read_OptionalParametersMissing_TakesTheirDefaults() =>
        Assert.Equal(new Asked("x", 2, null), JsonSerializer.Deserialize<Asked>("""{"say":"x","times":2}""", Json));

    [Theory]
    [InlineData("""{"times":2}""", "say")]
    [InlineData("""{"say":"x"}""", "times")]
    [InlineData("""{"say":null,"times":2}""", "say")]
    public void Read_RequiredParameterMissing_IsRefusedByName(string json, string field) =>
        Assert.Contains(field, Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Asked>(json, Json)).Message, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Write_AnonymousType_IsWritten() => Assert.Equal("""{"a_name":"x"}""", JsonSerializer.Serialize(new { AName = "x" }, Json));

    [Fact]
    public void Write_NamesAndEnums_AreSnakeCase() =>
        Assert.Equal("""{"statement":"s","evidence":[],"basis":"stated"}""", JsonSerializer.Serialize(new Finding("s", []), Json));
}
