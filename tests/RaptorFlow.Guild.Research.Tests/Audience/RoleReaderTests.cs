using RaptorFlow.Guild.Research.Audience;

namespace RaptorFlow.Guild.Research.Tests.Audience;

public sealed class RoleReaderTests
{
    [Theory]
    [InlineData("en", "Product engineers and technical founders", "Product engineers|technical founders")]
    [InlineData("en", "Founders, office managers and operations leads who run payroll as one of several jobs", "Founders|office managers|operations leads")]
    [InlineData("en", "Accounting and bookkeeping firms (partners)", "Accounting and bookkeeping firms")]
    [InlineData("en", "Sales and marketing managers", "Sales and marketing managers")]
    [InlineData("en", "Restaurant owners", "Restaurant owners")]
    [InlineData("en", "Later: product managers and analytics engineers", "product managers|analytics engineers")]
    [InlineData("fr", "Habitants du quartier, familles et touristes", "Habitants du quartier|familles|touristes")]
    [InlineData("de", "Produktionsleiter und Einkäufer in Lebensmittelbetrieben", "Produktionsleiter|Einkäufer")]
    [InlineData("es", "Familias y jóvenes del barrio", "Familias|jóvenes del barrio")]
    [InlineData("it", "Ristoratori e albergatori che cercano vini locali", "Ristoratori|albergatori")]
    [InlineData("pt", "Moradores do bairro e turistas", "Moradores do bairro|turistas")]
    [InlineData("nl", "Ondernemers en boekhouders", "Ondernemers|boekhouders")]
    [InlineData("en", "Perheet ja opiskelijat", "Perheet ja opiskelijat")]
    public void Read_Entry_NamesEachRoleOnce(string language, string entry, string expected) =>
        Assert.Equal(expected.Split('|'), RoleReader.Read(entry, language).Roles.Select(r => r.Text));

    [Theory]
    [InlineData("en", "High-growth startups: 15 to 500 employees, not yet public")]
    [InlineData("en", "US small businesses, roughly 1 to 100 employees")]
    [InlineData("fr", "Restaurants du Vieux Lyon")]
    [InlineData("de", "Krankenhäuser und Pflegebetriebe ab 50 Betten")]
    public void Read_Firmographics_AreOrganisations(string language, string entry) =>
        Assert.All(RoleReader.Read(entry, language).Roles, r => Assert.Equal("Organisation", r.Kind.ToString()));

    [Fact]
    public void Read_SharedClause_IsContextVerbatim()
    {
        var entry = RoleReader.Read("Founders and office managers who run payroll as one of several jobs", "en");

        Assert.Equal(["who run payroll as one of several jobs"], entry.Context);
    }
}
