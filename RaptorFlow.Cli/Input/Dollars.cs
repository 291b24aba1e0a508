using System.CommandLine.Parsing;
using System.Globalization;

namespace RaptorFlow.Cli.Input;

/// <summary>Amounts on the command line: written 12.5 on every machine, whatever its language.</summary>
internal static class Dollars
{
    private const decimal Most = 1_000_000_000;

    /// <summary>Of 0 to a billion, to the micro-dollar.</summary>
    public static decimal Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars) && dollars <= Most && decimal.Round(dollars, 6) == dollars)
            return dollars;
        result.AddError($"'{text}' is no amount: give 0 to {Most.ToString("0", CultureInfo.InvariantCulture)} dollars with at most six decimals, such as 12.5.");
        return 0;
    }
}
