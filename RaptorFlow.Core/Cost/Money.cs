using System.Globalization;

namespace RaptorFlow.Core.Cost;

/// <summary>Micro-dollars: 1 USD = 1,000,000.</summary>
public static class Money
{
    public const long MicrosPerUsd = 1_000_000;

    public static long FromUsd(decimal usd) => (long)Math.Ceiling(usd * MicrosPerUsd);

    public static string Usd(long micros) => string.Create(CultureInfo.InvariantCulture, $"${micros / (decimal)MicrosPerUsd:0.00####}");
}
