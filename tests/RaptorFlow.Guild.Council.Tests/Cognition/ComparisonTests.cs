using RaptorFlow.Council.Cognition;

namespace RaptorFlow.Cognition;

public sealed class ComparisonTests
{
    [Theory]
    [InlineData("en", "Engineers can start without talking to sales", "Engineers can start without talking to sales")]
    [InlineData("en", "We serve 1,200 customers in Leeds", "In Leeds we serve 1200 customers")]
    [InlineData("en", "Free delivery within two days for every order", "Every order: free delivery within two days")]
    [InlineData("de", "Wir beliefern 1.200 Kunden im Rheinland", "Kunde im Rheinland: wir beliefern 1200 Kunden")]
    [InlineData("de", "Vegane Tafeln ohne Zusatzstoffe aus Waldenbuch", "Aus Waldenbuch: vegane Tafel ohne Zusatzstoff")]
    [InlineData("fr", "Des glaces artisanales, avec des fruits de saison, à Paris", "Glace artisanale à Paris, avec fruit de saison")]
    [InlineData("fr", "Nous livrons 1 200 clients à Lyon chaque semaine", "Chaque semaine, nous livrons 1200 clients à Lyon")]
    public void Of_SameThingInOtherWordForms_IsTheSame(string language, string fresh, string known) =>
        Assert.Equal(Relation.Same, Compare(language, fresh, known).Relation);

    [Theory]
    [InlineData("en", "Amplitude offers a generous free plan for early stage startups", "Mixpanel offers a generous free plan for early stage startups")]
    [InlineData("en", "Surveys", "Product analytics, session replay and surveys")]
    [InlineData("en", "We serve 1,200 customers in Leeds", "We serve customers in Leeds")]
    [InlineData("en", "The small gift box costs 29 EUR a month", "The large gift box costs 39 EUR a month")]
    [InlineData("en", "Revenue grew in the shops of Leeds in 2022", "Revenue grew in the shops of Leeds in 2023")]
    [InlineData("de", "Ladenöffnung am Montag in Köln", "Ladenöffnung am Montag in Bonn")]
    [InlineData("fr", "Visiteurs de l'île Saint-Louis et de Notre-Dame", "Habitants et habitués du quartier")]
    public void Of_AnotherThing_IsUnrelated(string language, string fresh, string known) =>
        Assert.Equal(Relation.Unrelated, Compare(language, fresh, known).Relation);

    [Theory]
    [InlineData("en", "Kestrel has 400 employees in Denver", "Kestrel has 500 employees in Denver")]
    [InlineData("en", "We serve 1,200 customers in Leeds", "We serve about 2,000 customers in Leeds")]
    [InlineData("en", "The basic plan costs $29 a month", "The basic plan costs $39 a month")]
    [InlineData("en", "92 % of donations go to care", "85 % of donations go to care")]
    [InlineData("de", "Wir beliefern 1.200 Kunden im Rheinland", "Wir beliefern 1.500 Kunden im Rheinland")]
    [InlineData("fr", "La maison emploie 30 personnes à Paris", "La maison emploie 45 personnes à Paris")]
    [InlineData("en", "We sell to schools in Leeds", "We do not sell to schools in Leeds")]
    [InlineData("de", "Wir verkaufen an Schulen in Leeds", "Wir verkaufen nicht an Schulen in Leeds")]
    [InlineData("fr", "La boutique livre à domicile le lundi", "La boutique ne livre pas à domicile le lundi")]
    public void Of_OtherNumberOrADenial_Conflicts(string language, string fresh, string known)
    {
        var comparison = Compare(language, fresh, known);

        Assert.Equal(Relation.Conflicting, comparison.Relation);
        Assert.NotEmpty(comparison.Why);
    }

    [Theory]
    [InlineData("We serve about 1,200 customers in Leeds", "We serve 1,250 customers in Leeds")]
    [InlineData("We serve 400,000+ customers", "We serve more than 300,000 customers")]
    [InlineData("Not only in Leeds: we sell to schools", "In Leeds we sell to schools")]
    public void Of_NumbersThatMayBothHold_DoesNotConflict(string fresh, string known) =>
        Assert.NotEqual(Relation.Conflicting, Compare("en", fresh, known).Relation);

    [Fact]
    public void Of_NamesInAList_NeverConflict() =>
        Assert.Equal(Relation.Unrelated, Comparison.Of(Said.Of("100-Gramm-Tafel", "de", null), Said.Of("250-Gramm-Tafel", "de", null), asserts: false).Relation);

    private static Comparison Compare(string language, string fresh, string known) => Comparison.Of(Said.Of(fresh, language, null), Said.Of(known, language, null), asserts: true);
}
