using System.CommandLine;
using RaptorFlow.Cli.Api;

namespace RaptorFlow.Cli.Commands;

/// <summary>How a run is to be begun: the options of all commands that begin one.</summary>
internal sealed class RunTerms
{
    private readonly Option<string?> _priority = new("--priority") { Description = "low, normal, high or critical; else normal" };
    private readonly Option<decimal?> _budget = new("--budget") { Description = "What its calls may cost in all, in USD; 0 for no model at all" };
    private readonly Option<string?> _quote = new("--quote") { Description = "The id of the quote that it is begun on" };
    private readonly Option<bool> _fresh = Fresh();

    public static Option<bool> Fresh() => new("--fresh") { Description = "Ask models anew, whatever they answered before" };

    public RunTerms()
    {
        _priority.AcceptOnlyFromAmong("low", "normal", "high", "critical");
        _budget.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<decimal?>() is < 0 or > 1_000_000_000)
                result.AddError("--budget: give 0 to 1000000000 dollars.");
        });
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
