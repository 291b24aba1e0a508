using System.Globalization;
using System.Text.RegularExpressions;

namespace RaptorFlow.Guild.Matrix.Tables;

/// <summary>Reads a column of figures in the notation that its cells have in common: 1,234.5 or 1.234,5 or 1 234,5 or 1'234.5.</summary>
internal sealed partial class NumberColumn
{
    private readonly char _decimal;

    private NumberColumn(char decimalSign, bool assumed)
    {
        _decimal = decimalSign;
        Assumed = assumed;
    }

    /// <summary>Whether the notation could be read either way.</summary>
    public bool Assumed { get; }

    public string Notation => _decimal == ',' ? "decimal comma" : "decimal point";

    public static NumberColumn For(IEnumerable<string> cells, char separator)
    {
        var figures = cells.Select(Bare).Where(c => c.Length > 0).ToList();
        var both = figures.Find(f => f.Contains('.', StringComparison.Ordinal) && f.Contains(',', StringComparison.Ordinal));
        if (both is not null)
            return new(both.LastIndexOf(',') > both.LastIndexOf('.') ? ',' : '.', assumed: false);
        var european = separator == ';';
        var commas = figures.Where(f => f.Contains(',', StringComparison.Ordinal)).ToList();
        if (commas.Count > 0)
        {
            var grouped = commas.TrueForAll(Grouped().IsMatch);
            var sure = !grouped || commas.Exists(c => c.Count(x => x == ',') > 1);
            return new(grouped && (!european || sure) ? '.' : ',', assumed: !sure);
        }
        var points = figures.Where(f => f.Contains('.', StringComparison.Ordinal)).ToList();
        if (points.Count > 0 && points.TrueForAll(Grouped().IsMatch))
        {
            var several = points.Exists(p => p.Count(x => x == '.') > 1);
            return new(several || european ? ',' : '.', assumed: !several);
        }
        return new('.', assumed: false);
    }

    public static bool IsMissing(string cell) => cell.Trim().ToUpperInvariant() is "" or "-" or "–" or "—" or "." or "NA" or "N/A" or "#N/A" or "NULL" or "NAN" or "NONE" or "?";

    /// <summary>The figure; null when the cell holds none.</summary>
    public double? Read(string cell)
    {
        var text = Bare(cell);
        var group = _decimal == ',' ? "." : ",";
        var parts = text.Split(_decimal);
        if (parts.Length > 2 || (parts[0].Contains(group, StringComparison.Ordinal) && !Grouped().IsMatch(parts[0])) || (parts.Length == 2 && parts[1].Contains(group, StringComparison.Ordinal)))
            return null;
        var plain = text.Replace(group, "", StringComparison.Ordinal).Replace(_decimal, '.');
        return double.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : null;
    }

    private static string Bare(string cell)
    {
        var text = Decoration().Replace(cell.Replace('−', '-'), "");
        return text.Length > 2 && text[0] == '(' && text[^1] == ')' ? "-" + text[1..^1] : text;
    }

    [GeneratedRegex(@"^[-+]?[1-9]\d{0,2}([.,]\d{3})+$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Grouped();

    [GeneratedRegex(@"[\s\u00A0\u2009\u202F'’%$€£¥]|\b(EUR|USD|GBP|CHF|JPY|BRL)\b|\p{Cf}", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Decoration();
}
