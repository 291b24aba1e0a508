using System.Globalization;

namespace RaptorFlow.Reading.Tests;

public sealed class NumbersTests
{
    [Theory]
    [InlineData("en", "2,600+", "2600..", "", false)]
    [InlineData("en", "400,000+ businesses", "400000..", "businesses", false)]
    [InlineData("en", "about 75 million USD in 2022", "75000000..75000000", "USD", true)]
    [InlineData("en", "15 to 500 employees", "15..500", "employees", false)]
    [InlineData("en", "100k+ USD a month in revenue", "100000..", "USD", false)]
    [InlineData("en", "between 3 and 5 shops", "3..5", "shops", false)]
    [InlineData("en", "under 20 seats", "..20", "seats", false)]
    [InlineData("en", "$4.50", "4.50..4.50", "USD", false)]
    [InlineData("en", "more than 50% cheaper", "50..", "%", false)]
    [InlineData("en", "9.5 billion USD", "9500000000..9500000000", "USD", false)]
    [InlineData("de", "rund 1.200 Kunden", "1200..1200", "Kunden", true)]
    [InlineData("de", "über 2 Mio. Euro", "2000000..", "EUR", false)]
    [InlineData("de", "3,5 Tonnen", "3.5..3.5", "Tonnen", false)]
    [InlineData("de", "zwischen 50 und 250 Mitarbeiter", "50..250", "Mitarbeiter", false)]
    [InlineData("fr", "environ 1 200 clients", "1200..1200", "clients", true)]
    [InlineData("fr", "12,50 €", "12.50..12.50", "EUR", false)]
    [InlineData("fr", "de 15 à 50 salariés", "15..50", "salariés", false)]
    [InlineData("fr", "2,5 millions d'euros", "2500000..2500000", "EUR", false)]
    [InlineData("es", "más de 300 socios", "300..", "socios", false)]
    [InlineData("it", "fino a 40 coperti", "..40", "coperti", false)]
    [InlineData("pt", "R$ 1.500,00", "1500.00..1500.00", "BRL", false)]
    [InlineData("nl", "ongeveer 80 leden", "80..80", "leden", true)]
    [InlineData("en", "¥120,000", "120000..120000", "JPY", false)]
    public void Read_NumberWithItsWords_KeepsItsUncertainty(string language, string text, string bounds, string unit, bool approximate)
    {
        var quantity = Numbers.Read(text, language)[0];

        Assert.Equal(bounds, $"{Text(quantity.Low)}..{Text(quantity.High)}");
        Assert.Equal(unit, quantity.Unit ?? "");
        Assert.Equal(approximate, quantity.Approximate);
        Assert.Contains(quantity.Text, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2011, as ZenPayroll, in Palo Alto")]
    [InlineData("Q4 and B2B and 401(k)")]
    [InlineData("Open 24/7, from 7:30")]
    [InlineData("12.05.2024 and 2024-05-12")]
    [InlineData("since 1987")]
    public void Read_DigitsThatCountNothing_AreNoNumbers(string text) => Assert.Empty(Numbers.Read(text, "en"));

    [Fact]
    public void Read_FigureWithAYear_IsDated() => Assert.Equal("2022", Numbers.Read("about 75 million USD in 2022", "en")[0].AsOf);

    [Fact]
    public void Read_YearBetweenTwoSums_IsNoEndOfARange() =>
        Assert.Equal([8.1m, 9.3m], Numbers.Read("grew from $8.1 in 2021 to $9.3 in 2023", "en").Select(n => n.Low));

    [Fact]
    public void Read_YearBehindAnotherFigure_DatesThatOneOnly() =>
        Assert.Equal([null, "2022"], Numbers.Read("310 families, up from 270 in 2022", "en").Select(n => n.AsOf));

    [Theory]
    [InlineData("about 5,000 EUR a year", "en", 5000, "EUR")]
    [InlineData("rund 2.500 € im Monat", "de", 2500, "EUR")]
    [InlineData("1 500 euros par mois", "fr", 1500, "EUR")]
    [InlineData("300 pounds", "en", 300, "GBP")]
    [InlineData("CHF 12'000", "de", 12000, "CHF")]
    [InlineData("€1.234", "en", 1234, "EUR")]
    public void Money_AmountWithCurrency_IsRead(string text, string language, int amount, string currency)
    {
        var (money, _) = Assert.Single(MoneyReader.Read(text, language));

        Assert.Equal(amount, money.Amount);
        Assert.Equal(currency, money.Currency);
    }

    [Theory]
    [InlineData("€", "EUR")]
    [InlineData("euros", "EUR")]
    [InlineData("usd", "USD")]
    [InlineData("US$", "USD")]
    [InlineData("Franken", "CHF")]
    [InlineData("shells", null)]
    public void Money_NameOfACurrency_IsItsCode(string text, string? code) => Assert.Equal(code, MoneyReader.Currency(text));

    private static string Text(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
