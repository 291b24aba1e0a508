using System.Text.Json;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Tests.Report;
using RaptorFlow.Cli.Watching;
using Spectre.Console;

namespace RaptorFlow.Cli.Tests.Commands;

public class StepTableTests
{
    [Fact]
    public void Draw_MarkUpInTitlesAndMessages_IsShownAsText()
    {
        var board = new RunBoard(new RunView
        {
            Steps = [new StepView { Key = "market", Title = "Market [red]x[/]", Number = 4, AgentName = "[Sizer]" }, new StepView { Key = "done", Title = "Done", Status = "succeeded", Confidence = new(0.88, "…") }],
        });
        board.Apply(new RunEvent { Seq = 1, Type = "task.started", Step = "market" });
        board.Apply(new RunEvent { Seq = 2, Type = "task.progress", Step = "market", Data = JsonSerializer.SerializeToElement(new { message = "[/] counting" }, ReportFixture.Json) });
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 160;

        console.Write(StepTable.Draw(board, 1));

        Assert.Contains("Market [red]x[/]", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("[/] counting", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("88 %", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 of 2 steps", output.ToString(), StringComparison.Ordinal);
    }
}
