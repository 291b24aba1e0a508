using System.Globalization;

namespace RaptorFlow.Reading.Tests;

public sealed class DatesTests
{
    private static readonly DateOnly Today = new(2026, 5, 10);

    [Theory]
    [InlineData("en", "in the fourth quarter", "2026-10-01", "2026-12-31")]
    [InlineData("en", "in Q1", "2027-01-01", "2027-03-31")]
    [InlineData("en", "Q3 2025", "2025-07-01", "2025-09-30")]
    [InlineData("en", "300 new donors before Christmas", "2026-05-10", "2026-12-23")]
    [InlineData("en", "by June", "2026-05-10", "2026-06-30")]
    [InlineData("en", "before 15 March 2027", "2026-05-10", "2027-03-14")]
    [InlineData("en", "within 90 days", "2026-05-10", "2026-08-07")]
    [InlineData("en", "over the next 6 months", "2026-05-10", "2026-11-09")]
    [InlineData("en", "in 2027", "2027-01-01", "2027-12-31")]
    [InlineData("en", "from March to May 2027", "2027-03-01", "2027-05-31")]
    [InlineData("en", "for Black Friday", "2026-11-27", "2026-11-27")]
    [InlineData("en", "until 31.12.2024", "2024-12-31", "2024-12-31")]
    [InlineData("fr", "Plus de commandes avant Noël", "2026-05-10", "2026-12-23")]
    [InlineData("fr", "au quatrième trimestre", "2026-10-01", "2026-12-31")]
    [InlineData("fr", "pour la rentrée", "2026-09-01", "2026-09-15")]
    [InlineData("de", "bis Juni", "2026-05-10", "2026-06-30")]
    [InlineData("de", "vor Ostern", "2026-05-10", "2027-03-25")]
    [InlineData("de", "im 4. Quartal", "2026-10-01", "2026-12-31")]
    [InlineData("de", "bis zum 15. September", "2026-05-10", "2026-09-15")]
    [InlineData("es", "antes de Navidad", "2026-05-10", "2026-12-23")]
    [InlineData("es", "en el tercer trimestre", "2026-07-01", "2026-09-30")]
    [InlineData("it", "entro giugno", "2026-05-10", "2026-06-30")]
    [InlineData("pt", "até dezembro", "2026-05-10", "2026-12-31")]
    [InlineData("nl", "voor Kerst", "2026-05-10", "2026-12-23")]
    public void Period_WordsForTime_AreDays(string language, string text, string from, string to)
    {
        var period = Dates.Period(text, Today, language);

        Assert.NotNull(period);
        Assert.Equal($"{from} {to}", string.Create(CultureInfo.InvariantCulture, $"{period.From:yyyy-MM-dd} {period.To:yyyy-MM-dd}"));
        Assert.Contains(period.Text, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "More sign-ups that send a first event")]
    [InlineData("en", "We may grow")]
    [InlineData("en", "customers of 30 years")]
    public void Period_TextWithoutTime_IsNone(string language, string text) => Assert.Null(Dates.Period(text, Today, language));

    [Fact]
    public void YearIn_TextWithAYear_IsThatYear() => Assert.Equal("2011", Dates.YearIn("2011, as ZenPayroll, in Palo Alto"));
}
