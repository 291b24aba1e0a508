using RaptorFlow.Agents;
using RaptorFlow.Core.Sources;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Agents.Pipeline;

/// <summary>Asks sources what a behaviour wants to know before its draft, and tells what could not be seen.</summary>
internal static class Gathering
{
    private const int MostQuestions = 20;
    private const double Unseen = 0.9;

    public static async Task<IReadOnlyList<SourceItem>> GatherAsync(IAgentBehaviour behaviour, object input, AgentContext context, CancellationToken cancellationToken)
    {
        var questions = behaviour.Questions(input, context).Take(MostQuestions).ToList();
        if (questions.Count == 0)
            return [];
        if (questions.Find(question => !context.Card.Sources.Contains(question.Kind)) is { } undeclared)
            throw new InvalidOperationException($"{context.Card.Code} asks for {undeclared.Kind}, which its card does not name among its sources.");
        context.Events.Progress(questions.Count == 1 ? $"Looks up {questions[0].Subject}." : $"Looks up {questions[0].Subject} and {questions.Count - 1} more.");
        var answers = await Task.WhenAll(questions.Select(question => question.AskAsync(context.Sources, cancellationToken)));
        return [.. answers.SelectMany(items => items)];
    }

    /// <summary>One question for each kind of thing of which nothing could be seen.</summary>
    public static IReadOnlyList<OpenQuestion> Questions(IReadOnlyList<AskedSource> asked) => [.. UnseenKinds(asked).Select(kind =>
    {
        var reasons = kind.SelectMany(one => one.Reports).DistinctBy(report => report.Source).Select(report => $"{report.Source}: {Say(report)}").ToList();
        var why = reasons.Count == 0 ? "no source for it is installed" : string.Join("; ", reasons);
        return new OpenQuestion($"What is known of {kind.First().Subject}{(kind.Count() > 1 ? $" (and {kind.Count() - 1} more)" : "")}? It could not be looked up ({why}).", $"sources.{kind.Key}")
        {
            Why = "Enter a key for one of these sources, or add what you know as a document; the answer rests on the brief and the documents until then.",
        };
    })];

    /// <summary>A tenth less for each kind of thing that was asked for and not seen.</summary>
    public static Confidence Lower(Confidence confidence, IReadOnlyList<AskedSource> asked)
    {
        var kinds = UnseenKinds(asked).Select(kind => kind.Key).ToList();
        return kinds.Count == 0
            ? confidence
            : new(Math.Round(confidence.Value * Math.Pow(Unseen, kinds.Count), 2, MidpointRounding.AwayFromZero), $"{confidence.Explanation} Not seen: {string.Join(", ", kinds)}.");
    }

    private static IEnumerable<IGrouping<string, AskedSource>> UnseenKinds(IReadOnlyList<AskedSource> asked) =>
        asked.GroupBy(one => one.Kind, StringComparer.Ordinal).Where(kind => kind.All(one => !one.Seen)).OrderBy(kind => kind.Key, StringComparer.Ordinal);

    private static string Say(SourceReport report) => report.Status switch
    {
        SourceStatus.NotConfigured => "not configured",
        SourceStatus.OverBudget => "no money left",
        _ => report.Detail?.TrimEnd('.') ?? report.Status.ToString(),
    };
}
