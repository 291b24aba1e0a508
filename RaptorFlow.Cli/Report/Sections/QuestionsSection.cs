using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Report.Sections;

internal static class QuestionsSection
{
    public static Section Build(ReportContext context) => new("questions", "Questions for you", "Answers that would sharpen the next run.", [.. Blocks(context)]);

    /// <summary>Each question once, with the step that asked it first.</summary>
    public static IReadOnlyList<(string Step, Agents.OpenQuestion Question, int Asked)> Distinct(ReportContext context) =>
    [
        .. context.Run.Steps.SelectMany(s => s.OpenQuestions.Select(q => (Step: s.Name, Question: q)))
            .GroupBy(q => CleanText.Of(q.Question.Question).TrimEnd('?', ' ').ToUpperInvariant())
            .Select(g => (g.First().Step, g.Select(q => q.Question).FirstOrDefault(q => q.Why is not null) ?? g.First().Question, g.Count())),
    ];

    private static List<Block> Blocks(ReportContext context)
    {
        var questions = Distinct(context);
        if (questions.Count == 0)
            return [new Paragraph("No step left a question open.")];
        var blocks = new List<Block>();
        foreach (var group in questions.GroupBy(q => q.Step))
        {
            blocks.Add(new Heading(group.Key));
            blocks.Add(new Bullets([.. group.Select(q => Prose.Of(
                new Strong(q.Question.Question),
                q.Question.Why is { Length: > 0 } why ? $" {why}" : "",
                new Aside($" Goes into {q.Question.Field}{(q.Asked > 1 ? FormattableString.Invariant($"; asked by {q.Asked} steps") : "")}.")))]));
        }
        return blocks;
    }
}
