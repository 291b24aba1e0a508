using System.Text.Json;
using System.Text.Json.Nodes;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Agents.Pipeline;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Guilds.Conformance;

/// <summary>What becomes of a model's answer, for every agent of the on-boarding: kept when it stands, mended once, else dropped for the draft.</summary>
public sealed class ModelAnswerTests(Installation installation)
{
    [Theory]
    [MemberData(nameof(OnboardingCases.Names), MemberType = typeof(OnboardingCases))]
    public async Task Answer_ThatIsTheDraft_IsKept(string name)
    {
        foreach (var answer in await AnswersAsync(name))
        {
            var (improved, model) = await ImproveAsync(answer, draft => $"Here you are:\n```json\n{draft}\n```");

            Assert.True(improved is { Model: "scripted", Notes.Count: 0 }, $"{answer.Step.Key}: {model.LastProblems}");
            Assert.Single(model.Requests);
        }
    }

    [Theory]
    [InlineData("I am sorry, I cannot do that.")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[1,2,3]")]
    [InlineData("""{"unasked":"shape"}""")]
    [InlineData("null")]
    public async Task Answer_ThatIsRubbishTwice_IsDroppedForTheDraft(string rubbish)
    {
        foreach (var answer in await AnswersAsync("posthog"))
        {
            var (improved, model) = await ImproveAsync(answer, _ => rubbish, _ => rubbish);

            Assert.Equal("offline", improved.Model);
            Assert.Equal(answer.Output.GetRawText(), improved.Output.GetRawText());
            Assert.Contains("did not stand twice", Assert.Single(improved.Notes), StringComparison.Ordinal);
            Assert.Equal(2, model.Requests.Count);
            Assert.Equal(2 * ScriptedModel.Cost, improved.CostMicros);
        }
    }

    [Theory]
    [InlineData("a number of its own", "the number 73519 is in no fact")]
    [InlineData("an invented source", "there is no source 'input.nowhere'")]
    [InlineData("a false quotation", "does not stand in")]
    public async Task Answer_ThatInvents_IsSentBackWithTheReasonAndMended(string how, string reason)
    {
        var tried = 0;
        foreach (var answer in await AnswersAsync("posthog"))
        {
            var spoilt = JsonNode.Parse(answer.Output.GetRawText())!;
            if (!Spoil(spoilt, how))
                continue;
            tried++;
            var (improved, model) = await ImproveAsync(answer, _ => spoilt.ToJsonString(), draft => draft);

            Assert.True(improved is { Model: "scripted", Notes.Count: 0 }, answer.Step.Key);
            Assert.Contains(reason, model.LastProblems, StringComparison.Ordinal);
            Assert.Equal(answer.Output.GetRawText(), improved.Output.GetRawText());
        }
        Assert.InRange(tried, 10, 20);
    }

    [Theory]
    [InlineData("messaging", "text")]
    [InlineData("positioning", "statement")]
    [InlineData("content", "title")]
    public async Task Answer_ThatIsTooLong_IsDropped(string step, string property)
    {
        var answer = (await AnswersAsync("posthog")).Single(a => a.Step.Key == step);
        var spoilt = JsonNode.Parse(answer.Output.GetRawText())!;
        Assert.True(Lengthen(spoilt, property));

        var (improved, _) = await ImproveAsync(answer, _ => spoilt.ToJsonString(), _ => spoilt.ToJsonString());

        Assert.Equal("offline", improved.Model);
        Assert.Equal(answer.Output.GetRawText(), improved.Output.GetRawText());
    }

    [Fact]
    public void EverySchemaOfAnOutput_IsAnObjectWithItsPropertiesNamed()
    {
        foreach (var (guild, agent) in installation.Guilds.SelectMany(g => g.Agents.Select(a => (g, a))))
        {
            foreach (var behaviour in agent.Behaviours.Values)
            {
                // What providers ask of a schema before they hold a model to it.
                var schema = AgentSchemas.For(behaviour.OutputType, guild.Json!).AsObject();
                Assert.True(schema["type"] is JsonValue type && type.ToString() == "object", $"{agent.Card.Code}: {schema["type"]}");
                Assert.NotEmpty(schema["properties"]!.AsObject());
                Assert.NotEmpty(schema["required"]!.AsArray());
            }
        }
    }

    private async Task<IReadOnlyList<RehearsedStep>> AnswersAsync(string name) =>
        [.. (await GoldenRun.Of(installation).RunAsync(installation.Workflow("onboarding"), OnboardingCases.Input(name), TestContext.Current.CancellationToken)).Values];

    private async Task<(ImprovedAnswer Answer, ScriptedModel Model)> ImproveAsync(RehearsedStep answer, params Func<string, string>[] says)
    {
        var model = new ScriptedModel(says);
        var (_, agent) = installation.Agent(answer.Step.Agent);
        var scope = new Core.Cost.CostScope { WorkspaceId = Guid.Empty, RunId = Guid.Empty, TaskId = Guid.Empty, AgentCode = answer.Step.Agent };
        return (await new ModelImprovement(model).ImproveAsync(agent, answer.Behaviour, answer.Input, answer.Draft, answer.Context, new(scope, CallPolicy.Default, new Deaf()), TestContext.Current.CancellationToken), model);
    }

    private sealed class Deaf : IAnswerListener
    {
        public void Text(string text)
        {
        }

        public void Restart(string why)
        {
        }
    }

    private static bool Spoil(JsonNode? node, string how)
    {
        switch (node)
        {
            case JsonObject evidence when how != "a number of its own" && evidence["source"] is JsonValue && evidence["quote"] is JsonValue quote:
                evidence[how == "an invented source" ? "source" : "quote"] = how == "an invented source" ? "input.nowhere" : quote.GetValue<string>() + " and every user loves it";
                return true;
            case JsonObject members:
                foreach (var (key, value) in members.ToList())
                {
                    if (how == "a number of its own" && value is JsonValue text && text.GetValueKind() == JsonValueKind.String && text.GetValue<string>().Contains(' ', StringComparison.Ordinal) && key != "quote")
                    {
                        members[key] = text.GetValue<string>() + " 73519";
                        return true;
                    }
                    if (Spoil(value, how))
                        return true;
                }
                return false;
            case JsonArray items:
                return items.Any(i => Spoil(i, how));
            default:
                return false;
        }
    }

    private static bool Lengthen(JsonNode? node, string property)
    {
        switch (node)
        {
            case JsonObject members when members[property] is JsonValue text && text.GetValueKind() == JsonValueKind.String:
                members[property] = string.Join(' ', Enumerable.Repeat(text.GetValue<string>(), 20));
                return true;
            case JsonObject members:
                return members.Any(m => Lengthen(m.Value, property));
            case JsonArray items:
                return items.Any(i => Lengthen(i, property));
            default:
                return false;
        }
    }
}
