using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Guardian.Tests.AdvertisingLaw;

public sealed class ReviewValidationTests
{
    private static readonly ComplianceInput s_input = Inputs.Lines("en", ["United States"], "The best bread in town", "Bread for everyone");

    [Fact]
    public async Task Validate_Draft_Stands()
    {
        Assert.Empty(Reviews.Validate(s_input, (await Reviews.DraftAsync(s_input)).Output));
    }

    [Fact]
    public async Task Validate_FindingRemoved_IsRefused()
    {
        var draft = (await Reviews.DraftAsync(s_input)).Output;
        var cleaned = draft with { Verdict = Verdict.Approve, Lines = [draft.Lines[0] with { Verdict = Verdict.Approve, Violations = [] }, draft.Lines[1]] };

        Assert.Contains(Reviews.Validate(s_input, cleaned), p => p.Path == "lines[0].violations");
    }

    [Fact]
    public async Task Validate_VerdictSoftened_IsRefused()
    {
        var draft = (await Reviews.DraftAsync(s_input)).Output;
        var softened = draft with { Lines = [draft.Lines[0] with { Verdict = Verdict.Approve }, draft.Lines[1]] };

        Assert.Contains(Reviews.Validate(s_input, softened), p => p.Path == "lines[0].verdict");
    }

    [Fact]
    public async Task Validate_LineLeftOut_IsRefused()
    {
        var draft = (await Reviews.DraftAsync(s_input)).Output;

        Assert.Contains(Reviews.Validate(s_input, draft with { Lines = [draft.Lines[0]] }), p => p.Path == "lines");
    }

    [Fact]
    public async Task Validate_FindingAdded_IsWelcome()
    {
        var draft = (await Reviews.DraftAsync(s_input)).Output;
        var added = draft.Lines[0].Violations[0] with { Start = 0, Length = 5, Message = "Everyone is more than anyone can serve.", Suggestion = "Say whom." };
        var more = draft with { Lines = [draft.Lines[0], draft.Lines[1] with { Verdict = Verdict.Revise, Violations = [added] }] };

        Assert.Empty(Reviews.Validate(s_input, more));
    }

    [Theory]
    [InlineData(0, 500, "law.superlative.unqualified", null, "violations[0]")]
    [InlineData(-1, 3, "law.superlative.unqualified", null, "violations[0]")]
    [InlineData(2147483647, 1, "law.superlative.unqualified", null, "violations[0]")]
    [InlineData(0, 5, "law.made.up", null, "rule_id")]
    [InlineData(0, 5, "law.superlative.unqualified", "Art. 99 of nothing", "citation")]
    public async Task Validate_FindingMadeUp_IsRefused(int start, int length, string rule, string? citation, string path)
    {
        var draft = (await Reviews.DraftAsync(s_input)).Output;
        var first = draft.Lines[0].Violations[0];
        var added = first with { RuleId = rule, Start = start, Length = length, Citation = citation ?? first.Citation };
        var more = draft with { Lines = [draft.Lines[0], draft.Lines[1] with { Verdict = Verdict.Revise, Violations = [added] }] };

        Assert.Contains(Reviews.Validate(s_input, more), p => p.Path.StartsWith("lines[1]", StringComparison.Ordinal) && p.Path.EndsWith(path, StringComparison.Ordinal));
    }
}
