using System.Text.Json;
using RaptorFlow.Core.Agents.Pipeline;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guilds.Conformance;

/// <summary>What holds for every core on every case.</summary>
public sealed class RuleTests(Installation installation)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(OnboardingCases.Names), MemberType = typeof(OnboardingCases))]
    public async Task EveryQuotation_StandsInItsSource(string name)
    {
        foreach (var (step, answer) in await RunAsync(name))
        {
            var facts = answer.Behaviour.Facts(answer.Input).ToLookup(f => f.Source, f => Fold(f.Quote));
            foreach (var evidence in Grounding.EvidenceIn(answer.Output).Where(e => e.Source != "metrics"))
                Assert.True(facts[evidence.Source].Any(f => f.Contains(Fold(evidence.Quote), StringComparison.Ordinal)), $"{step}: '{evidence.Quote}' is not in {evidence.Source}.");
        }
    }

    [Theory]
    [MemberData(nameof(OnboardingCases.Names), MemberType = typeof(OnboardingCases))]
    public async Task EveryDraft_PassesItsOwnValidators(string name)
    {
        foreach (var (step, answer) in await RunAsync(name))
        {
            var problems = answer.Behaviour.Validate(answer.Input, answer.Draft.Output, answer.Context).ToList();
            Assert.True(problems.Count == 0, $"{step}: {string.Join("; ", problems)}");
        }
    }

    [Theory]
    [MemberData(nameof(OnboardingCases.Names), MemberType = typeof(OnboardingCases))]
    public async Task EveryConstraintApplied_ExistsAndEveryConfidenceIsExplained(string name)
    {
        var answers = await RunAsync(name);
        var known = answers["fundamentals"].Output.Deserialize<Fundamentals>(Core.CoreJson.Options)!.Constraints.Select(c => c.Id).ToHashSet();
        foreach (var (step, answer) in answers)
        {
            Assert.All(answer.Draft.ConstraintsApplied, c => Assert.True(known.Contains(c.ConstraintId), $"{step}: {c.ConstraintId} is no constraint."));
            Assert.InRange(answer.Draft.Confidence.Value, 0, 1);
            Assert.NotEmpty(answer.Draft.Confidence.Explanation);
            Assert.All(answer.Draft.OpenQuestions, q => Assert.False(string.IsNullOrWhiteSpace(q.Field), $"{step}: '{q.Question}' names no field."));
        }
    }

    [Theory]
    [MemberData(nameof(OnboardingCases.Names), MemberType = typeof(OnboardingCases))]
    public async Task Money_AddsUpToTheBudget(string name)
    {
        var plan = (await RunAsync(name))["channels"].Output.Deserialize<ChannelPlan>(Core.CoreJson.Options)!;
        if (plan.MonthlyTotal is not { } total)
            return;
        Assert.Equal(1m, plan.Channels.Sum(c => c.Share ?? 0), 6);
        Assert.Equal(total.Amount, plan.Channels.Sum(c => c.Monthly?.Amount ?? 0));
    }

    [Theory]
    [MemberData(nameof(OnboardingCases.Names), MemberType = typeof(OnboardingCases))]
    public async Task EveryMove_LiesWithinTheRoadmap(string name)
    {
        var roadmap = (await RunAsync(name))["roadmap"].Output.Deserialize<Roadmap>(Core.CoreJson.Options)!;
        Assert.NotEmpty(roadmap.Moves);
        Assert.All(roadmap.Moves, m => Assert.True(roadmap.Start <= m.Start && m.Start <= m.End && m.End <= roadmap.End, $"{m.Id} lies from {m.Start} to {m.End}."));
    }

    [Theory]
    [MemberData(nameof(OnboardingCases.Names), MemberType = typeof(OnboardingCases))]
    public async Task Verification_FindsNothingUnsupported(string name)
    {
        var verification = (await RunAsync(name))["verification"].Output.Deserialize<ClaimVerification>(Core.CoreJson.Options)!;
        var bad = verification.Claims.Where(c => c.Verdict is not (ClaimVerdict.Supported or ClaimVerdict.Corroborated));
        Assert.True(verification.Unsupported == 0, string.Join("\n", bad.Select(c => $"{c.Step} {c.Path}: {c.Claim} — {c.Detail}")));
        Assert.True(verification.Supported > 10);
    }

    private Task<IReadOnlyDictionary<string, RehearsedStep>> RunAsync(string name) =>
        GoldenRun.Of(installation).RunAsync(installation.Workflow("onboarding"), OnboardingCases.Input(name), Token);

    private static string Fold(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
