namespace RaptorFlow.Reading;

/// <summary>When feasts and seasons fall.</summary>
internal static class Feasts
{
    public static (DateOnly From, DateOnly To)? In(string feast, int year) => feast switch
    {
        "christmas" => (new(year, 12, 24), new(year, 12, 26)),
        "new_year" => (new(year, 12, 31), new(year + 1, 1, 1)),
        "epiphany" => (new(year, 1, 6), new(year, 1, 6)),
        "valentine" => (new(year, 2, 14), new(year, 2, 14)),
        "kings_day" => (new(year, 4, 27), new(year, 4, 27)),
        "ferragosto" => (new(year, 8, 15), new(year, 8, 15)),
        "back_to_school" => (new(year, 9, 1), new(year, 9, 15)),
        "oktoberfest" => (new(year, 9, 15), new(year, 10, 5)),
        "halloween" => (new(year, 10, 31), new(year, 10, 31)),
        "sinterklaas" => (new(year, 12, 5), new(year, 12, 5)),
        "easter" => (Easter(year).AddDays(-2), Easter(year).AddDays(1)),
        "pentecost" => (Easter(year).AddDays(49), Easter(year).AddDays(50)),
        "carnival" => (Easter(year).AddDays(-52), Easter(year).AddDays(-47)),
        "thanksgiving" => (Thursday(year), Thursday(year)),
        "black_friday" => (Thursday(year).AddDays(1), Thursday(year).AddDays(1)),
        "spring" => (new(year, 3, 1), new(year, 5, 31)),
        "summer" => (new(year, 6, 1), new(year, 8, 31)),
        "autumn" => (new(year, 9, 1), new(year, 11, 30)),
        "winter" => (new(year, 12, 1), new DateOnly(year + 1, 3, 1).AddDays(-1)),
        _ => null,
    };

    // The fourth Thursday of November.
    private static DateOnly Thursday(int year)
    {
        var first = new DateOnly(year, 11, 1);
        return first.AddDays(((int)DayOfWeek.Thursday - (int)first.DayOfWeek + 7) % 7 + 21);
    }

    // The anonymous Gregorian computus.
    private static DateOnly Easter(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
        int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
        var n = h + l - 7 * m + 114;
        return new(year, n / 31, n % 31 + 1);
    }
}
