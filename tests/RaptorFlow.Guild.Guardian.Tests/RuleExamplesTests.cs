using RaptorFlow.Guild.Guardian.AdvertisingLaw;
using RaptorFlow.Guild.Guardian.Rulebook;

namespace RaptorFlow.Guild.Guardian.Tests;

/// <summary>Every rule runs on the examples that stand beside it.</summary>
public sealed class RuleExamplesTests
{
    private static readonly Dictionary<string, string> s_countries = new() { ["US"] = "United States", ["EU"] = "Luxembourg", ["FR"] = "France", ["general"] = "" };

    public static TheoryData<string> RuleIds => [.. RuleSet.Law.Rules.Select(r => r.Id)];

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void Rule_PositiveExamples_AreFound(string id)
    {
        var rule = Rule(id);
        var missed = rule.Data.Positive.SelectMany(p => p.Value.Where(line => !Finds(rule, p.Key, line)).Select(line => $"{p.Key}: {line}"));
        Assert.Empty(missed);
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void Rule_NegativeExamples_AreLeftAlone(string id)
    {
        var rule = Rule(id);
        var wrong = rule.Data.Negative.SelectMany(p => p.Value.Where(line => Finds(rule, p.Key, line)).Select(line => $"{p.Key}: {line}"));
        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void Rule_EveryLanguageItIsWrittenIn_HasAPositiveExample(string id)
    {
        var data = Rule(id).Data;
        Assert.Empty(data.Patterns.Keys.Except(data.Positive.Keys));
        Assert.NotEmpty(data.Negative);
    }

    [Fact]
    public void Grounds_AllAreUsed_AndCiteSomething()
    {
        var used = RuleSet.Law.Rules.Select(r => r.Ground.Key).ToHashSet();
        Assert.Empty(RuleSet.Law.Grounds.Keys.Except(used));
        Assert.All(RuleSet.Law.Grounds.Values.SelectMany(g => g.Entries), e =>
        {
            Assert.False(string.IsNullOrWhiteSpace(e.Policy));
            Assert.False(string.IsNullOrWhiteSpace(e.Citation));
        });
    }

    private static Rule Rule(string id) => RuleSet.Law.Rules.Single(r => r.Id == id);

    private static bool Finds(Rule rule, string language, string line)
    {
        var jurisdiction = rule.Ground.Entries[0].Jurisdiction;
        var input = Inputs.Lines(language, [s_countries[jurisdiction]], line);
        return new LineChecker(input, new DateOnly(2027, 3, 1)).Check(input.Lines[0]).Violations.Any(v => v.RuleId == rule.Id);
    }
}
