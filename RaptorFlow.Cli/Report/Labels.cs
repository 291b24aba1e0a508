using System.Globalization;
using System.Text.RegularExpressions;
using RaptorFlow.Cli.Terminal;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report;

/// <summary>Ids, money, quantities and dates as people read them.</summary>
internal static partial class Labels
{
    private static readonly Dictionary<string, string> Spellings = new(StringComparer.Ordinal)
    {
        ["seo"] = "SEO", ["linkedin"] = "LinkedIn", ["tiktok"] = "TikTok", ["youtube"] = "YouTube", ["x"] = "X", ["reddit"] = "Reddit",
        ["google"] = "Google", ["facebook"] = "Facebook", ["instagram"] = "Instagram", ["meta"] = "Meta", ["whatsapp"] = "WhatsApp", ["email"] = "e-mail", ["sms"] = "SMS", ["pr"] = "PR",
    };

    /// <summary><c>paid_search</c> becomes <c>Paid search</c>; anything that is not an id stays as it is.</summary>
    public static string Of(string? id)
    {
        var text = CleanText.Of(id);
        if (!Id().IsMatch(text))
            return text;
        var words = string.Join(' ', text.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(w => Spellings.GetValueOrDefault(w, w)));
        return words.Length == 0 ? text : char.ToUpperInvariant(words[0]) + words[1..];
    }

    public static string Of(Enum value) => Of(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    public static string Money(Money? money) => money is null
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{Number(money.Amount)} {CleanText.Of(money.Currency)}");

    public static string Number(decimal value) => value.ToString(value == decimal.Truncate(value) ? "N0" : "#,##0.00", CultureInfo.InvariantCulture);

    public static string Quantity(Quantity? quantity)
    {
        if (quantity is null)
            return "";
        var range = (quantity.Low, quantity.High) switch
        {
            ({ } low, { } high) when low == high => Number(low),
            ({ } low, { } high) => $"{Number(low)} to {Number(high)}",
            ({ } low, null) => $"at least {Number(low)}",
            (null, { } high) => $"at most {Number(high)}",
            _ => CleanText.Of(quantity.Text),
        };
        return $"{(quantity.Approximate ? "about " : "")}{range}{(quantity.Unit is null ? "" : " " + CleanText.Of(quantity.Unit))}{(quantity.AsOf is null ? "" : $" ({CleanText.Of(quantity.AsOf)})")}";
    }

    public static string Day(DateOnly date) => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    public static string Score(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary><c>competitors[2].note</c> becomes <c>Brief › Competitors › 3 › Note</c>.</summary>
    public static string Place(string source, IReadOnlyList<CompanyDocument> documents)
    {
        var passage = Passage().Match(source);
        if (passage.Success && int.TryParse(passage.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            var title = index < documents.Count ? CleanText.Short(documents[index].Title, 80) : string.Create(CultureInfo.InvariantCulture, $"Document {index + 1}");
            return int.TryParse(passage.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? string.Create(CultureInfo.InvariantCulture, $"{title} › paragraph {number + 1}")
                : title;
        }
        if (source == "metrics")
            return "Your figures";
        if (!Path().IsMatch(source))
            return CleanText.Short(source, 120);
        var parts = Parts().Matches(source).Select(m => m.Groups[2].Success && int.TryParse(m.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var i)
            ? (i + 1).ToString(CultureInfo.InvariantCulture)
            : Of(m.Groups[1].Value));
        return "Brief › " + string.Join(" › ", parts);
    }

    [GeneratedRegex("^[a-z0-9]+(_[a-z0-9]+)*$", RegexOptions.NonBacktracking)]
    private static partial Regex Id();

    [GeneratedRegex(@"^documents\[(\d{1,6})\](?:#(\d{1,6}))?$", RegexOptions.NonBacktracking)]
    private static partial Regex Passage();

    [GeneratedRegex(@"^[\w\- ]+(\[\d{1,6}\]|\.[\w\- ]+)*$", RegexOptions.NonBacktracking)]
    private static partial Regex Path();

    [GeneratedRegex(@"([\w\- ]+)|\[(\d{1,6})\]", RegexOptions.NonBacktracking)]
    private static partial Regex Parts();
}
