using Microsoft.Extensions.AI;
using RaptorFlow.Agents;
using RaptorFlow.Core.Models;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.Core.Tests.Models;

public sealed class ContextFitTests
{
    private static readonly object Usage = new { input_tokens = 10, output_tokens = 2 };

    private static readonly string Piece = new('e', 400);

    [Fact]
    public async Task PromptTooLongForAModel_IsGivenWithTheMostRelevantEvidenceThatFits_AndSaidSo()
    {
        await using var test = await GatewayUnderTest.StartAsync(settings: ("Models:Catalogue:0:ContextTokens", "2000"));
        test.Server.On(Claude, AnthropicAnswer("short", Usage));

        var answer = await AskAsync(test, pieces: 40);

        Assert.Equal("claude-test", answer.Model);
        // 1,000 tokens are left for the answer, and a piece has about a hundred.
        Assert.Equal("claude-test: 31 of 40 pieces of evidence, the least relevant, were left out to fit its context.", Assert.Single(answer.Notes));
        Assert.Equal(9, Assert.Single(test.Server.Requests).Body.ToJsonString().Split(Piece).Length - 1);
    }

    [Fact]
    public async Task PromptTooLongEvenWithoutEvidence_GoesToTheNextModel()
    {
        await using var test = await GatewayUnderTest.StartAsync(settings: ("Models:Catalogue:0:ContextTokens", "1010"));
        test.Server.On(Gpt, OpenAiAnswer("long", new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 }));

        var answer = await AskAsync(test, pieces: 40);

        Assert.Equal(("gpt-test", "claude-test: the prompt is too long for it."), (answer.Model, Assert.Single(answer.Notes)));
        Assert.Equal(40, Assert.Single(test.Server.Requests).Body.ToJsonString().Split(Piece).Length - 1);
    }

    [Fact]
    public async Task PromptThatFits_IsLeftAlone()
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Claude, AnthropicAnswer("whole", Usage));

        Assert.Empty((await AskAsync(test, pieces: 40)).Notes);
    }

    private static Task<ModelAnswer> AskAsync(GatewayUnderTest test, int pieces)
    {
        var whole = With(pieces);
        return test.Gateway.AskAsync(
            new()
            {
                Scope = GatewayUnderTest.Scope(),
                Tier = ModelTier.Economy,
                Messages = [new(ChatRole.System, "You are a test."), whole],
                Fit = new(whole, pieces, (count, _) => Task.FromResult(With(count))),
                DraftJson = "{}",
                MaxOutputTokens = 1_000,
            },
            TestContext.Current.CancellationToken);
    }

    private static ChatMessage With(int pieces) => new(ChatRole.User, string.Join(' ', Enumerable.Repeat(Piece, pieces)));
}
