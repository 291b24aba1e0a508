using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Sources;

namespace RaptorFlow.TestGuild.Scripted;

internal sealed record AskingOutput(IReadOnlyList<Finding> Findings);

internal sealed class AskingAgent : Agent<ScriptedInput, AskingOutput>
{
    protected override IEnumerable<SourceQuestion> Questions(ScriptedInput input, AgentContext context) => [new ArticleQuestion(input.Say)];

    protected override ValueTask<Draft<AskingOutput>> DraftAsync(ScriptedInput input, AgentContext context, CancellationToken cancellationToken) => ValueTask.FromResult(new Draft<AskingOutput>
    {
        Output = new([.. context.Gathered.Facts().Select(fact => Finding.Stated(fact.Quote, fact))]),
        Confidence = new(1, "scripted"),
    });
}
