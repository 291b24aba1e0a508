using System.Globalization;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.CompanyFundamentals;

/// <summary>Turns a budget into a month's money, with its arithmetic, and its split into shares.</summary>
internal static class BudgetReader
{
    /// <summary>ISO 4217's code for "no currency", where the brief names none.</summary>
    public const string NoCurrency = "XXX";

    private static readonly string[] WholeCurrencies = ["JPY", "KRW", "CLP", "VND", "ISK", "XOF", "XAF", "HUF"];

    public static BudgetFact? Read(BriefReading reading)
    {
        if (reading.Brief.Budget is not { } budget)
            return null;
        var money = budget.Text is { } text ? MoneyReader.Read(text, reading.Language).Select(m => m.Amount).FirstOrDefault() ?? Bare(text, budget.Currency, reading.Language) : null;
        if ((budget.Amount ?? money?.Amount) is not { } amount)
            return null;
        var currency = (budget.Currency is { } named ? MoneyReader.Currency(named) : null) ?? money?.Currency ?? OtherCurrency(reading) ?? NoCurrency;
        var period = Period(budget.Period, reading.Language) ?? Period(budget.Text, reading.Language) ?? "campaign";
        var given = new Money(amount, currency);
        var (monthly, arithmetic) = Monthly(given, period);
        var split = Split(reading, budget.Split ?? new Dictionary<string, decimal>(), amount);
        return new()
        {
            Given = given,
            Period = period,
            Monthly = monthly,
            Arithmetic = arithmetic,
            Split = split,
            SplitSum = split.Sum(s => s.Share),
            Assumption = reading.Under("budget").Any(IsAssumption),
            Evidence = [.. reading.Under("budget").Where(f => f.Source is "budget" or "budget.amount" or "budget.currency" or "budget.period")],
        };
    }

    /// <summary>Whether the brief names a period for the budget at all.</summary>
    public static bool NamesPeriod(BriefReading reading) =>
        Period(reading.Brief.Budget?.Period, reading.Language) is not null || Period(reading.Brief.Budget?.Text, reading.Language) is not null;

    private static Money? Bare(string text, string? currency, string language) =>
        Numbers.Read(text, language) is [var number, ..] && (number.Low ?? number.High) is { } value ? new(value, (currency is null ? null : MoneyReader.Currency(currency)) ?? NoCurrency) : null;

    private static string? OtherCurrency(BriefReading reading)
    {
        var found = reading.Fields.SelectMany(f => MoneyReader.Read(f.Quote, reading.Language)).Select(m => m.Amount.Currency).Distinct().ToList();
        return found.Count == 1 ? found[0] : null;
    }

    private static string? Period(string? text, string language)
    {
        if (text is null)
            return null;
        // The brief's own language first; a brief too short to tell its language may still say "al mes".
        return Languages.Known.OrderBy(l => l == language ? 0 : 1).SelectMany(l => Lexicon.For(l).Find(text, "per")).OrderByDescending(h => h.Words.Length).FirstOrDefault().Key;
    }

    private static (Money? Monthly, string Arithmetic) Monthly(Money given, string period)
    {
        var stated = $"{Amount(given)} per {period}";
        return period switch
        {
            "month" => (given, $"{stated}, as given"),
            "quarter" => By(given.Amount / 3, "÷ 3"),
            "year" => By(given.Amount / 12, "÷ 12"),
            "week" => By(given.Amount * 52 / 12, "× 52 ÷ 12"),
            _ => (null, $"{Amount(given)} for the campaign as a whole; a month's share depends on its length"),
        };

        (Money? Monthly, string Arithmetic) By(decimal value, string how)
        {
            var month = given with { Amount = Math.Round(value, WholeCurrencies.Contains(given.Currency) ? 0 : 2, MidpointRounding.AwayFromZero) };
            return (month, $"{stated} {how} = {Amount(month)} a month");
        }
    }

    public static string Amount(Money money) =>
        money.Amount.ToString(money.Amount == Math.Truncate(money.Amount) ? "N0" : "N2", CultureInfo.InvariantCulture) + (money.Currency == NoCurrency ? " (currency not stated)" : " " + money.Currency);

    // Fractions of 1, percentages, or amounts of the budget: told apart by their sum.
    private static List<SplitShare> Split(BriefReading reading, IReadOnlyDictionary<string, decimal> split, decimal amount)
    {
        if (split.Count == 0)
            return [];
        var (sum, largest) = (split.Values.Sum(), split.Values.Max());
        var unit = largest <= 1 && sum <= 5 ? 1m : amount > 200 && sum >= amount / 2 ? amount : largest <= 100 && sum <= 300 ? 100m : amount > 0 ? amount : sum;
        return [.. split.Select(p => new SplitShare(p.Key, Ids(p.Key, reading.Language), unit == 0 ? 0 : Math.Round(p.Value / unit, 6), new($"budget.split.{p.Key}", p.Value.ToString(CultureInfo.InvariantCulture))))];
    }

    private static IReadOnlyList<string> Ids(string key, string language)
    {
        var ids = ChannelNames.Ids(key, language);
        return ids.Count > 0 ? ids : [Words.Fold(key).Replace(' ', '_').Replace('-', '_')];
    }

    private static bool IsAssumption(Evidence fact) =>
        fact.Source.EndsWith("assumption", StringComparison.Ordinal)
            ? fact.Quote.Equals("true", StringComparison.OrdinalIgnoreCase)
            : !fact.Source.StartsWith("budget.split", StringComparison.Ordinal) && BriefReading.Business.Find(fact.Quote, "assumption").Count > 0;
}
