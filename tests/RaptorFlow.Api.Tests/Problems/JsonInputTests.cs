using System.Text.Json;
using RaptorFlow.Api.Problems;

namespace RaptorFlow.Api.Tests.Problems;

public sealed class JsonInputTests
{
    [Theory]
    [InlineData("""{"a":1e131071}""", "input.a")]
    [InlineData("""{"a":[0,{"b":-1E131072}]}""", "input.a[1].b")]
    [InlineData("""{"a":1e400}""", "input.a")]
    [InlineData("""{"a":1e-16000}""", "input.a")]
    [InlineData("""{"a":1e99999999999999999999}""", "input.a")]
    [InlineData("""{"a":1.00000000000000000000000000000000000000000001}""", "input.a")]
    [InlineData("""{"a":"x\u0000"}""", "input.a")]
    [InlineData("""{"a":["x","\ud800"]}""", "input.a[1]")]
    [InlineData("""{"a":"\udc00\ud800"}""", "input.a")]
    [InlineData("""{"a":"\ud83dx"}""", "input.a")]
    [InlineData("""{"a":{"b\u0000":1}}""", "input.a")]
    [InlineData("""{"a":{"\ud800":1}}""", "input.a")]
    public void Problem_CannotBeStored_NamesTheField(string json, string field) =>
        Assert.Equal([field], JsonInput.Problem("input", JsonElement.Parse(json))!.Errors!.Keys);

    [Theory]
    [InlineData("""{"a":[1,-2.5,1e40,1.5E-12,0.1000000000000000055511151231257827],"b":"\ud83d\ude00 \\u0000 \"\n","ü":null,"c":[true,{}]}""")]
    [InlineData("{}")]
    public void Problem_CanBeStored_IsNone(string json) => Assert.Null(JsonInput.Problem("input", JsonElement.Parse(json)));

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    public void Problem_NoObject_IsRefused(string json) => Assert.Equal(["input"], JsonInput.Problem("input", JsonElement.Parse(json))!.Errors!.Keys);

    [Theory]
    [InlineData("""{"a":{"b":1e999}}""", "a.b")]
    [InlineData("""[1e999]""", "[0]")]
    [InlineData("""1e999""", "body")]
    public void Fault_OfAWholeBody_NamesTheFieldFromItsRoot(string json, string field) => Assert.Equal(field, JsonInput.Fault("", JsonElement.Parse(json))!.Field);

    [Fact]
    public void Fault_TextThatIsNoUtf8_IsToldNotThrown()
    {
        using var document = JsonDocument.Parse(new byte[] { (byte)'[', (byte)'"', 0xed, 0xa0, 0x80, (byte)'"', (byte)']' });
        Assert.Equal("[0]", JsonInput.Fault("", document.RootElement)!.Field);
    }
}
