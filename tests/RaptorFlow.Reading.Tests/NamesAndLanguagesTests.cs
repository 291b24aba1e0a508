using System.Diagnostics;
using RaptorFlow.Marketing;

namespace RaptorFlow.Reading.Tests;

public sealed class NamesAndLanguagesTests
{
    [Theory]
    [InlineData("en", "FullStory / LogRocket", "FullStory|LogRocket")]
    [InlineData("en", "FullStory/LogRocket", "FullStory|LogRocket")]
    [InlineData("fr", "Dupont & Fils", "Dupont & Fils")]
    [InlineData("en", "A, B and C", "A|B|C")]
    [InlineData("en", "Marks and Spencer", "Marks and Spencer")]
    [InlineData("en", "AT&T", "AT&T")]
    [InlineData("en", "Acme, Inc.", "Acme, Inc.")]
    [InlineData("de", "Bosch, Festo und Siemens", "Bosch|Festo|Siemens")]
    [InlineData("en", "A/B testing", "A/B testing")]
    [InlineData("en", "Worldwide, US first; EU hosting region", "Worldwide|US first|EU hosting region")]
    [InlineData("en", "health insurance, 401(k)", "health insurance|401(k)")]
    public void SplitNames_Entry_IsSplitOnlyWhereItIsAList(string language, string text, string names) =>
        Assert.Equal(names, string.Join('|', Lists.SplitNames(text, language)));

    [Theory]
    [InlineData("en", "google_search", "paid_search")]
    [InlineData("en", "google_ads", "paid_search")]
    [InlineData("en", "newsletter_and_podcast_sponsorship", "newsletter_sponsorship,podcast_sponsorship")]
    [InlineData("en", "reddit_and_x", "reddit,x")]
    [InlineData("en", "facebook", "meta")]
    [InlineData("en", "instagram", "meta")]
    [InlineData("en", "content", "content")]
    [InlineData("en", "flyers", "print")]
    [InlineData("en", "email", "email_newsletter")]
    [InlineData("en", "local_newspaper", "print")]
    [InlineData("de", "Schaufenster", "out_of_home")]
    [InlineData("de", "messen", "events")]
    [InlineData("fr", "bouche-à-oreille", "referral")]
    [InlineData("fr", "affichage", "out_of_home")]
    [InlineData("es", "redes_sociales", "linkedin,meta,x,tiktok,youtube,reddit")]
    [InlineData("it", "volantini", "print")]
    [InlineData("pt", "boca a boca", "referral")]
    [InlineData("nl", "nieuwsbrief", "email_newsletter")]
    [InlineData("en", "skywriting", "")]
    public void Ids_KeyOfASplit_IsItsChannels(string language, string key, string ids) =>
        Assert.Equal(ids, string.Join(',', ChannelNames.Ids(key, language)));

    [Theory]
    [InlineData("en", "We bake bread for the people of this town and sell it at the counter.")]
    [InlineData("fr", "Nous faisons du pain au levain pour les habitants du quartier.")]
    [InlineData("de", "Wir bauen Maschinen für die Lebensmittelindustrie und liefern nach Österreich.")]
    [InlineData("es", "Hacemos pan para los vecinos del barrio y también para restaurantes.")]
    [InlineData("it", "Facciamo il pane per gli abitanti del quartiere e anche per i ristoranti.")]
    [InlineData("pt", "Fazemos pão para os moradores do bairro e também para restaurantes.")]
    [InlineData("nl", "Wij bakken brood voor de mensen uit de buurt en ook voor restaurants.")]
    [InlineData("pl", "Nasza firma jest jedną z tych, które nie tylko produkują, ale także dostarczają.")]
    [InlineData("ja", "東京の小さなパン屋です。")]
    public void Detect_Sentence_IsInItsLanguage(string language, string text) => Assert.Equal(language, Languages.Detect(text));

    [Fact]
    public void Detect_TooLittle_IsTheFallback() => Assert.Equal("de", Languages.Detect("Acme Pro X", "de"));

    [Fact]
    public void Overlap_SameThingInOtherForms_IsFull() => Assert.Equal(1.0, Words.Overlap("Feature flags", "teams that use a separate feature-flag tool", "en"));

    [Fact]
    public void Clauses_Sentence_AreVerbatimParts()
    {
        const string text = "Usage-based; open core: self-hosting (e.g. hobbyists) – no cold outbound. Approx. 20 of us.";

        var clauses = Sentences.Clauses(text);

        Assert.Equal(["Usage-based", "open core", "self-hosting (e.g. hobbyists)", "no cold outbound.", "Approx. 20 of us."], clauses);
        Assert.All(clauses, c => Assert.Contains(c, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Readers_LongHostileText_AreQuick()
    {
        var hostile = string.Concat(Enumerable.Repeat("no no never 1.1.1.1,1,1 not only ((((\"«„ must 24/7-3 of of of --- ;;;: don't ", 2_700));
        ConstraintReader.Read([new Evidence("notes", "warm up, no ads, 12 of 3")], "en");
        var clock = Stopwatch.StartNew();

        ConstraintReader.Read([new Evidence("documents[0]#0", hostile), new Evidence("notes", hostile)], "en");
        Numbers.Read(hostile, "en");
        Dates.Period(hostile, new(2026, 1, 1), "en");
        Lists.SplitNames(hostile, "en");
        ChannelNames.InText(hostile, "en");

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed} for {hostile.Length} characters, six readers");
    }
}
