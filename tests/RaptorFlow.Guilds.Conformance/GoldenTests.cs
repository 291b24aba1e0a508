using RaptorFlow.Core.Agents.Pipeline;
using RaptorFlow.Core.Agents;

namespace RaptorFlow.Guilds.Conformance;

/// <summary>
/// Every card's core answers as a person found right. To review a change, run with RAPTORFLOW_GOLDEN=update and read the difference.
/// </summary>
public sealed class GoldenTests(Installation installation)
{
    private static bool Updating => Environment.GetEnvironmentVariable("RAPTORFLOW_GOLDEN") == "update";

    [Fact]
    public void EveryGuild_IsReady() =>
        Assert.All(installation.Guilds, g => Assert.True(g.State == GuildState.Ready, $"{g.Name}: {string.Join(" | ", g.Faults)}"));

    [Fact]
    public void TheFiveGuilds_AreFound() =>
        Assert.Equal(["council", "guardians", "matrix", "muse", "research"], installation.Guilds.Select(g => g.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(OnboardingCases.Names), MemberType = typeof(OnboardingCases))]
    public async Task Core_GoldenCase_AnswersAsReviewed(string name)
    {
        var answers = await GoldenRun.Of(installation).RunAsync(installation.Workflow("onboarding"), OnboardingCases.Input(name), TestContext.Current.CancellationToken);

        foreach (var (step, answer) in answers)
            await CompareAsync(answer, OnboardingCases.AnswerFile(name, step));
    }

    [Theory]
    [MemberData(nameof(InvocationCases.Names), MemberType = typeof(InvocationCases))]
    public async Task Core_InvokedAlone_AnswersAsReviewed(string name)
    {
        var (agent, capability, input) = InvocationCases.Read(name);

        var answer = await GoldenRun.Of(installation).InvokeAsync(agent, capability, input, TestContext.Current.CancellationToken);

        await CompareAsync(answer, InvocationCases.AnswerFile(name));
    }

    [Fact]
    public void EveryCapabilityOfEveryCard_HasAGoldenCase()
    {
        var covered = Directory.GetFiles(OnboardingCases.Folder, "*.json", SearchOption.AllDirectories)
            .Where(f => Path.GetDirectoryName(f) != OnboardingCases.Folder)
            .Concat(Directory.GetFiles(InvocationCases.Folder, "*.answer.json"))
            .Select(f => System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(f))!)
            .Select(n => $"{n["agent"]}.{n["capability"]}").ToHashSet();
        var cards = installation.Guilds.SelectMany(g => g.Agents).SelectMany(a => a.Card.Capabilities.Select(c => $"{a.Card.Code}.{c.Name}"));
        Assert.Empty(cards.Except(covered));
    }

    private static async Task CompareAsync(RehearsedStep answer, string file)
    {
        if (Updating)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, OnboardingCases.Write(answer), TestContext.Current.CancellationToken);
        }
        Assert.True(File.Exists(file), $"{answer.Step.Agent} has no golden answer {file}; write it with RAPTORFLOW_GOLDEN=update and read it.");
        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), OnboardingCases.Write(answer), ignoreLineEndingDifferences: true);
    }
}
