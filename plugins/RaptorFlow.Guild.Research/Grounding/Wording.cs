using System.Globalization;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Grounding;

/// <summary>How results are put into English sentences.</summary>
internal static class Wording
{
    /// <summary><c>a</c>, <c>a and b</c>, <c>a, b and c</c>.</summary>
    public static string List(IEnumerable<string> items, string last = "and")
    {
        var all = items.ToList();
        return all.Count switch
        {
            0 => "",
            1 => all[0],
            _ => $"{string.Join(", ", all[..^1])} {last} {all[^1]}",
        };
    }

    public static string Percent(decimal fraction) => (fraction * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    public static string Amount(Money money) => $"{Number(money.Amount)} {money.Currency}";

    public static string Number(decimal value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    /// <summary>Cuts at a word's end, for names and questions; quotations are never cut.</summary>
    public static string Short(string text, int length = 80)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        if (line.Length <= length)
            return line;
        var cut = line.LastIndexOf(' ', length);
        return line[..(cut > length / 2 ? cut : length)].TrimEnd(' ', ',', ';', ':') + "…";
    }

    /// <summary>How many origins stand behind a set of quotations.</summary>
    public static int Origins(IEnumerable<Evidence> evidence) =>
        evidence.Select(e => e.Origin()).Distinct(StringComparer.Ordinal).Count();
}
