using System.Text.Json;
using RaptorFlow.Marketing;
using RaptorFlow.Serialization;

namespace RaptorFlow.Abstractions.Tests.Marketing;

public sealed class CompanyBriefTests
{
    private static readonly JsonSerializerOptions Json = RaptorJson.CreateOptions();

    [Fact]
    public void Read_NameAlone_IsABrief()
    {
        var brief = Read("""{"name":"Chez Marthe"}""");

        Assert.Equal([new Evidence("name", "Chez Marthe")], brief.Facts());
    }

    [Fact]
    public void Facts_EveryField_IsNamedByItsPath()
    {
        var brief = Read("""
            {"name":"X","founded":1907,"products":["Pain",{"name":"Tarte","price":"4 €"}],"competitors":{"title":"Y","description":"big"},
             "brand_voice":{"adjectives":"warm","mood":"kind"},"budget":{"amount":600,"currency":"EUR","split":{"print":0.5}},
             "opening":{"days":["Tue","Wed"],"closed":null}}
            """);

        var facts = brief.Facts().ToDictionary(f => f.Source, f => f.Quote);

        Assert.Equal("1907", facts["founded"]);
        Assert.Equal("Pain", facts["products[0]"]);
        Assert.Equal(("Tarte", "4 €"), (facts["products[1].name"], facts["products[1].price"]));
        Assert.Equal(("Y", "big"), (facts["competitors[0].title"], facts["competitors[0].description"]));
        Assert.Equal(("warm", "kind"), (facts["brand_voice.adjectives[0]"], facts["brand_voice.mood"]));
        Assert.Equal(("600", "0.5"), (facts["budget.amount"], facts["budget.split.print"]));
        Assert.Equal("Wed", facts["opening.days[1]"]);
        Assert.DoesNotContain("opening.closed", facts.Keys);
    }

    [Theory]
    [InlineData("""{"name":"X","products":["a",{"name":"b","note":"n","price":2}],"extra":{"deep":[1,{"x":"y"}]},"budget":"about 5,000 EUR a year"}""")]
    [InlineData("""{"name":"Ü","size":{"employees":"2,600+"},"budget":{"amount":1.5,"currency":"USD","period":"month","split":{"a":0.25},"why":"w"}}""")]
    public void WriteAndRead_AnyBrief_KeepsEveryFact(string json)
    {
        var brief = Read(json);

        Assert.Equal(brief.Facts(), Read(JsonSerializer.Serialize(brief, Json)).Facts());
    }

    [Theory]
    [InlineData("""{"products":[]}""", "name")]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"name":"X","products":[true]}""", "products")]
    [InlineData("""{"name":"X","products":[{"price":2}]}""", "products")]
    [InlineData("""{"name":"X","goal":["a"]}""", "goal")]
    [InlineData("""{"name":"X","budget":{"amount":-1}}""", "budget")]
    [InlineData("""{"name":"X","budget":{"split":{"print":"half"}}}""", "split.print")]
    public void Read_WrongType_NamesTheField(string json, string field)
    {
        var error = Assert.Throws<JsonException>(() => Read(json));

        Assert.Contains(field, $"{error.Path} {error.Message}", StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Facts_Documents_AreNumberedByParagraph()
    {
        IReadOnlyList<CompanyDocument> documents = [new() { Title = "T", Text = "# Head\nOne\nstill one\n\n\nTwo\n", Date = "2024" }];

        Assert.Equal(
            [new Evidence("documents[0]#0", "# Head") { Date = "2024" }, new("documents[0]#1", "One\nstill one") { Date = "2024" }, new("documents[0]#2", "Two") { Date = "2024" }],
            documents.Facts());
    }

    private static CompanyBrief Read(string json) => JsonSerializer.Deserialize<CompanyBrief>(json, Json)!;
}
