using System.CommandLine;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Input;

namespace RaptorFlow.Cli.Commands;

/// <summary>How a run is to be begun: the options of all commands that begin one.</summary>
internal sealed class RunTerms
{
    private readonly Option<string?> _priority = new("--priority") { Description = "low, normal, high or critical; else normal" };
    private readonly Option<decimal?> _budget = new("--budget") { Description = "What its calls may cost in all, in USD; 0 for no model at all", CustomParser = result => Dollars.Parse(result) };
    private readonly Option<string?> _quote = new("--quote") { Description = "The id of the quote that it is begun on" };
    private readonly Option<bool> _fresh = Fresh();

    public static Option<bool> Fresh() => new("--fresh") { Description = "Ask models anew, whatever they answered before" };

    public RunTerms()
    {
        _priority.AcceptOnlyFromAmong("low", "normal", "high", "critical");
    }

    public void AddTo(Command command)
    {
        command.Add(_priority);
        command.Add(_budget);
        command.Add(_quote);
        command.Add(_fresh);
    }

    /// <summary>Null when nothing was said.</summary>
    public RunTermsBody? Of(ParseResult parsed)
    {
        long? budget = parsed.GetValue(_budget) is { } dollars ? (long)(dollars * 1_000_000) : null;
        var terms = new RunTermsBody(parsed.GetValue(_priority), budget, parsed.GetValue(_quote), parsed.GetValue(_fresh) ? true : null);
        return terms == new RunTermsBody(null, null, null, null) ? null : terms;
    }
}
