using System.Globalization;
using System.Text.RegularExpressions;

namespace RaptorFlow.Core.Web.Feeds;

/// <summary>Dates as feeds write them: RFC 822 and ISO 8601, and near misses of both.</summary>
internal static partial class FeedDates
{
    private static readonly Dictionary<string, string> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Z"] = "+00:00", ["UT"] = "+00:00", ["UTC"] = "+00:00", ["GMT"] = "+00:00",
        ["EST"] = "-05:00", ["EDT"] = "-04:00", ["CST"] = "-06:00", ["CDT"] = "-05:00", ["MST"] = "-07:00", ["MDT"] = "-06:00", ["PST"] = "-08:00", ["PDT"] = "-07:00",
        ["CET"] = "+01:00", ["CEST"] = "+02:00", ["BST"] = "+01:00",
    };

    /// <returns>Null for what is no date, or none that a page on the web can have.</returns>
    public static DateTimeOffset? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 100)
            return null;
        // The weekday says nothing that the date does not, and is sometimes wrong.
        var date = Weekday().Replace(text.Trim(), "");
        date = NamedZone().Replace(date, zone => Zones.TryGetValue(zone.Groups[1].Value, out var offset) ? $" {offset}" : zone.Value);
        date = Offset().Replace(date, "$1:$2");
        return DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var parsed) && parsed.Year is >= 1970 and < 2200
            ? parsed.ToUniversalTime()
            : null;
    }

    [GeneratedRegex(@"^[A-Za-z]+,?\s+(?=\d)|^[A-Za-z]+,\s*")]
    private static partial Regex Weekday();

    [GeneratedRegex(@"\s+([A-Za-z]{1,4})$", RegexOptions.NonBacktracking)]
    private static partial Regex NamedZone();

    [GeneratedRegex(@"([+-]\d{2})(\d{2})$", RegexOptions.NonBacktracking)]
    private static partial Regex Offset();
}
