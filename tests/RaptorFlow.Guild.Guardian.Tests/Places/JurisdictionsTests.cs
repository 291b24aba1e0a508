using RaptorFlow.Guild.Guardian.Places;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Guardian.Tests.Places;

public sealed class JurisdictionsTests
{
    [Theory]
    [InlineData("Lyon et sa région", "FR")]
    [InlineData("Worldwide, US first; EU hosting region", "US EU")]
    [InlineData("München und Umgebung", "DE")]
    [InlineData("London, Ontario", "CA")]
    [InlineData("Paris, Texas", "US")]
    [InlineData("DACH", "DE AT CH")]
    [InlineData("Deutschland, Österreich und die Schweiz", "DE AT CH")]
    [InlineData("Norte de Portugal", "PT")]
    [InlineData("Tell us where", "")]
    [InlineData("Niceville", "")]
    public void Of_PlaceAsWritten_GivesItsCountries(string place, string codes)
    {
        Assert.Equal(codes, string.Join(' ', Jurisdictions.Of(place)));
    }

    [Fact]
    public void Read_MemberState_BringsTheUnionAfterIt()
    {
        Assert.Equal(["US", "IT", "EU"], Jurisdictions.Read(Inputs.Company("it", ["USA", "Napoli"])).Codes);
    }

    [Fact]
    public void Read_OnlyTheSeatTells_SaysSo()
    {
        var company = Inputs.Company("de", []);
        company = company with { Company = company.Company with { Headquarters = Finding.Stated("It sits in Ulm.", new Evidence("headquarters", "Ulm, Germany")) } };

        var reading = Jurisdictions.Read(company);

        Assert.True(reading.FromSeat);
        Assert.Equal(["DE", "EU"], reading.Codes);
    }
}
