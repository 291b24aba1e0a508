using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Abstractions.Tests.Agents;

public sealed class ConfidenceTests
{
    [Theory]
    [InlineData(4, 4, 2, 0, 1.0)]
    [InlineData(4, 4, 1, 0, 0.85)]
    [InlineData(2, 4, 2, 0, 0.5)]
    [InlineData(4, 4, 2, 4, 0.83)]
    [InlineData(0, 4, 0, 3, 0.0)]
    [InlineData(9, 4, 2, 0, 1.0)]
    public void FromEvidence_Counts_GiveTheStatedValue(int backed, int fields, int sources, int questions, double expected) =>
        Assert.Equal(expected, Confidence.FromEvidence(backed, fields, sources, questions).Value);

    [Fact]
    public void FromEvidence_Explanation_NamesWhatItWasComputedFrom() =>
        Assert.Equal("2 of 4 fields backed by evidence from one source; 1 open question.", Confidence.FromEvidence(2, 4, 1, 1).Explanation);

    [Theory]
    [InlineData("competitors[2].note", "brief")]
    [InlineData("documents[1]#4", "documents[1]")]
    [InlineData("metrics", "metrics")]
    [InlineData("https://example.org/a", "example.org")]
    public void Origin_OfEvidence_TellsIndependentSourcesApart(string source, string origin) => Assert.Equal(origin, new Evidence(source, "q").Origin());
}
