using RaptorFlow.Agents;
using RaptorFlow.Guild.Guardian.AdvertisingLaw;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Guardian.Tests;

internal static class Reviews
{
    public static async Task<Draft<ComplianceReview>> DraftAsync(ComplianceInput input, DateOnly? today = null)
    {
        IAgentBehaviour agent = new AdvertisingLawAgent();
        return (Draft<ComplianceReview>)await agent.DraftAsync(input, TestContexts.Create(today), TestContext.Current.CancellationToken);
    }

    public static async Task<LineReview> OneAsync(string text, string language = "en", string place = "United States") =>
        (await DraftAsync(Inputs.Lines(language, [place], text))).Output.Lines.Single();

    public static IEnumerable<OutputProblem> Validate(ComplianceInput input, ComplianceReview review) =>
        ((IAgentBehaviour)new AdvertisingLawAgent()).Validate(input, review, TestContexts.Create());

    public static string At(this LineReview line, Violation violation) => line.Text.Substring(violation.Start, violation.Length);
}
