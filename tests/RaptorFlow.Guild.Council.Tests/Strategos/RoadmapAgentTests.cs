using RaptorFlow.Agents;
using RaptorFlow.Council.Strategos;
using RaptorFlow.Marketing;
using RaptorFlow.Sketches;

namespace RaptorFlow.Council.Tests.Strategos;

public sealed class RoadmapAgentTests
{
    private static readonly IAgentBehaviour Agent = new RoadmapAgent();

    public static TheoryData<string> Companies => [.. Sketchbook.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Companies))]
    public async Task Roadmap_AnyCompany_KeepsDatesOrderAndFacts(string name)
    {
        var sketch = Sketchbook.All.Single(s => s.Name == name);
        var draft = await DraftAsync(sketch);
        var map = draft.Output;
        var lines = map.Moves.Select(m => $"{m.Id} {m.Start:MM-dd}..{m.End:MM-dd} {m.Phase} [{m.Channel}] {m.Title} | {m.Budget?.Amount} | {m.Metric} | after {string.Join(",", m.After)} | {m.Why}")
            .Prepend($"{map.Start} {map.End} {map.PeriodReason} | {string.Join(" ", map.Goals.Select(g => g.Text))}").Concat(map.Quests.SelectMany(q => q.Chapters.Select(c => $"Q {q.Title}: {c.Title} {string.Join(",", c.MoveIds)} {c.Due} | {q.Success}"))).Concat(draft.OpenQuestions.Select(q => $"? {q.Question}"));
        foreach (var line in lines)
            TestContext.Current.TestOutputHelper?.WriteLine(line);

        var byId = map.Moves.ToDictionary(m => m.Id);
        Assert.All(map.Moves, m => Assert.InRange(m.Start, map.Start, map.End));
        Assert.All(map.Moves, m => Assert.InRange(m.End, m.Start, map.End));
        Assert.All(map.Moves, m => Assert.False(m.Start.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday));
        Assert.All(map.Moves, m => Assert.All(m.After, a => Assert.True(byId[a].End < m.Start, $"{m.Id} begins before {a} ends")));
        Assert.Empty(Claims.Unfounded(draft, sketch.Brief));
        Assert.Empty(Agent.Validate(Input(sketch), map, TestContexts.Create("roadmap")));
    }

    [Fact]
    public async Task Roadmap_NoDateInTheGoal_PlansNinetyDaysAndAddsUpTheMoney()
    {
        var map = (await DraftAsync(Sketchbook.Developers)).Output;

        Assert.Equal(new(2026, 6, 2), map.End);
        // 28 of 31 days of March, April and May whole, 2 of 30 days of June.
        var expected = Math.Round(60000m * 28 / 31, 2) + 60000 + 60000 + Math.Round(60000m * 2 / 30, 2);
        Assert.Equal(expected, map.Moves.Sum(m => m.Budget?.Amount ?? 0));
        Assert.Equal(["baseline", "target"], map.Goals[0].Missing);
        Assert.Contains(map.Moves, m => m.Title.Contains("“Comparisons with competitors must be fair and dated”", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Roadmap_QuarterAhead_PreparesBeforeAndSpendsWithin()
    {
        var map = (await DraftAsync(Sketchbook.Payroll)).Output;

        Assert.Equal(new(2026, 9, 1), map.Start);
        Assert.Equal(new(2026, 12, 31), map.End);
        Assert.Equal(180000m, map.Moves.Sum(m => m.Budget?.Amount ?? 0));
        Assert.All(map.Moves.Where(m => m.Budget is not null), m => Assert.True(m.Start >= new DateOnly(2026, 10, 1)));
        Assert.True(map.Moves.First(m => m.Title.StartsWith("Hold every price", StringComparison.Ordinal)).End < map.Moves.First(m => m.Phase == "launch").Start);
    }

    [Fact]
    public async Task Roadmap_LocalBakery_StaysInItsPlaceAndUsesTheSeason()
    {
        var draft = await DraftAsync(Sketchbook.Bakery);

        Assert.Contains(draft.Output.Moves, m => m.Title.Contains("Lyon 4e", StringComparison.Ordinal));
        Assert.Contains(draft.Output.Moves, m => m.Title.Contains("6 buffets", StringComparison.Ordinal));
        Assert.Contains(draft.ConstraintsApplied, u => u.ConstraintId == "C2");
    }

    [Fact]
    public async Task Roadmap_ForbiddenChannelInThePlan_GetsNoMoveAndItsMoneyIsNotSpread()
    {
        var sketch = Sketchbook.Machines with { Constraints = [("Kein LinkedIn", ConstraintEffect.Forbids, ConstraintSubject.Channel, ["linkedin"])] };

        var draft = await DraftAsync(sketch);

        Assert.DoesNotContain(draft.Output.Moves, m => m.Channel == "linkedin");
        Assert.Contains(draft.ConstraintsApplied, u => u.ConstraintId == "C1");
        // 28 of 31 days of March, five months and 15 of 30 days of September, less LinkedIn's 35 %.
        var expected = 0.65m * (8000m * 28 / 31 + 5 * 8000m + 4000m);
        Assert.InRange(draft.Output.Moves.Sum(m => m.Budget?.Amount ?? 0), expected - 0.05m, expected + 0.05m);
    }

    [Fact]
    public async Task Roadmap_DeadlineIsOver_PlansAheadAndAsks()
    {
        var draft = await DraftAsync(Sketchbook.Payroll with { Period = new(new(2025, 10, 1), new(2025, 12, 31), "in the fourth quarter") });

        Assert.Equal(TestContexts.Today, draft.Output.Start);
        Assert.Contains(draft.OpenQuestions, q => q.Question.Contains("which is over", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public async Task Roadmap_FewDaysLeft_StillLiesWithin(int days)
    {
        var map = (await DraftAsync(Sketchbook.Bakery with { Period = new(TestContexts.Today, TestContexts.Today.AddDays(days), "avant Noël") })).Output;

        Assert.All(map.Moves, m => Assert.InRange(m.End, m.Start, map.End));
        Assert.All(map.Moves, m => Assert.InRange(m.Start, map.Start, map.End));
    }

    [Fact]
    public async Task Roadmap_ProductOfASeason_HasItsDate()
    {
        var map = (await DraftAsync(Sketchbook.Payroll with { Products = ["Year-end filing in December 2026", "Payroll"] })).Output;

        var move = map.Moves.Single(m => m.Title.StartsWith("Be ready for", StringComparison.Ordinal));
        Assert.Contains("December 2026", move.Title, StringComparison.Ordinal);
        Assert.True(move.Start < new DateOnly(2026, 12, 1));
    }

    [Fact]
    public async Task Roadmap_NothingButAName_PlansToFindOutAndNoMore()
    {
        var map = (await DraftAsync(Sketchbook.Nearly)).Output;

        Assert.Equal(["prepare", "decide"], map.Moves.Select(m => m.Phase));
        Assert.Contains("a goal", map.Moves[0].Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roadmap_YenBudget_HasNoFractions()
    {
        var map = (await DraftAsync(Sketchbook.Developers with { Currency = "JPY", Monthly = 1000001 })).Output;

        Assert.All(map.Moves.Where(m => m.Budget is not null), m => Assert.Equal(m.Budget!.Amount, Math.Truncate(m.Budget.Amount)));
    }

    private static Task<Draft<Roadmap>> DraftAsync(CompanySketch sketch) => Agent.DraftAsync<Roadmap>(Input(sketch), TestContexts.Create("roadmap"));

    private static RoadmapInput Input(CompanySketch sketch) => new()
    {
        Company = sketch.Brief, Fundamentals = sketch.Fundamentals, Personas = sketch.Personas, Channels = sketch.Channels,
        Positioning = new() { Statement = "", Parts = new Dictionary<string, Finding>(), Candidates = [] },
        Messages = new()
        {
            Language = sketch.Language, Pillars = [], PersonaLines = [], Story = [], Dropped = [],
            Promise = new() { Id = "L1", Text = sketch.Differentiators is [var d, ..] ? d : sketch.Name, Use = "promise", Evidence = [new("name", sketch.Name)] },
        },
        Content = new(sketch.Products.Length == 0 ? [] :
        [
            new()
            {
                Name = sketch.Products[0], Why = [], PersonaIds = [], Share = 1,
                Topics = [.. sketch.Products.Select((p, i) => new ContentTopic($"{p}: {i}", i == 1 ? "calendar" : "guide", [.. sketch.Split.SelectMany(s => s.Ids)], [new($"products[{i}]", p)], null))],
            },
        ]),
    };
}
