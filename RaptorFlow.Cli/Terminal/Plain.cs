using System.Globalization;

namespace RaptorFlow.Cli.Terminal;

/// <summary>Numbers as people read them.</summary>
internal static class Plain
{
    public static string Duration(double? milliseconds) => milliseconds switch
    {
        null => "",
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms"),
        < 60_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(milliseconds.Value / 60_000):0} min {milliseconds / 1000 % 60:0} s"),
    };

    public static string Percent(double? fraction) => fraction is null
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{fraction * 100:0} %");

    public static string Dollars(long micros) => micros == 0
        ? "0 USD"
        : string.Create(CultureInfo.InvariantCulture, $"{micros / 1_000_000m:0.00####} USD");

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Count(int count, string one, string? many = null) => count == 1
        ? $"1 {one}"
        : string.Create(CultureInfo.InvariantCulture, $"{count:N0} {many ?? one + "s"}");
}
