using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Competition;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Tests.Competition;

public sealed class CompetitorsAgentTests
{
    [Fact]
    public async Task Notes_TellWhichProductsAreMet()
    {
        var draft = await Draft(Companies.FlagTool());
        var met = draft.Output.Competitors.ToDictionary(c => c.Name, c => string.Join(',', c.MeetsProductIds), StringComparer.Ordinal);

        Assert.Equal("P3", met["FlagCo"]);
        Assert.Equal("P2", met["ReplayOne"]);
        Assert.Equal("", met["Amplia"]);
        Assert.Contains(draft.OpenQuestions, q => q.Question == "Which of your products do Amplia compete with?" && q.Field == "competitors[0].note");
    }

    [Fact]
    public async Task Goal_DecidesTheFocus()
    {
        var output = (await Draft(Companies.FlagTool())).Output;

        Assert.Equal(["K2"], output.FocusIds);
        Assert.Equal("K2", output.Competitors[0].Id);
        Assert.NotNull(output.FocusReason);
    }

    [Fact]
    public async Task Goal_SpeaksOfAProduct_FocusIsWhoMeetsIt()
    {
        var company = Companies.FlagTool().With(f => f with { Goal = f.Goal! with { CompetitorIds = [], CompetitorReason = null, ProductIds = ["P2"] } });

        Assert.Equal(["K3"], (await Draft(company)).Output.FocusIds);
    }

    [Fact]
    public async Task UnmetProducts_AreUncontestedInTheBriefOnlyAndAsked()
    {
        var draft = await Draft(Companies.FlagTool());

        Assert.Equal(["products[0]", "products[3]"], draft.Output.UncontestedInBrief.Select(f => f.Evidence[0].Source));
        Assert.All(draft.Output.UncontestedInBrief, f => Assert.Contains("not the same as uncontested", f.Statement, StringComparison.Ordinal));
        Assert.Contains(draft.OpenQuestions, q => q.Question.Contains("Product analytics and Surveys", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Matrix_HasUnknownWhereNothingIsTold()
    {
        var matrix = (await Draft(Companies.FrenchBakery())).Output.Matrix;

        var price = matrix.Single(r => r.Aspect == "price");
        Assert.Equal("chaîne nationale, prix plus élevés", price.Cells["K1"]);
        Assert.Equal("unknown", price.Cells["K2"]);
        Assert.Equal("unknown", price.Us);
        Assert.Equal("pain au levain, petite boutique de quartier", matrix.Single(r => r.Aspect == "Pain au levain").Cells["K2"]);
    }

    [Fact]
    public async Task Map_PlacesByWordsAndListsTheRest()
    {
        var map = (await Draft(Companies.PayrollTool())).Output.Map!;

        Assert.Contains(map.Points, p => p.IsUs && p.Name == "Paypeople");
        Assert.Contains(map.Points, p => !p.IsUs);
        Assert.Contains("Chex", map.NotPlaced);
        Assert.All(map.Points, p => Assert.Contains("(", p.Why, StringComparison.Ordinal));
        Assert.Equal(4, map.NotPlaced.Count + map.Points.Count(p => !p.IsUs));
    }

    [Theory]
    [InlineData("de", "Konzern, hohe Preise", "regional, niedrige Preise")]
    [InlineData("fr", "chaîne nationale, prix élevés", "petite boutique de quartier, prix bas")]
    [InlineData("es", "cadena nacional, precios altos", "tienda de barrio, precios bajos")]
    [InlineData("it", "catena nazionale, prezzi alti", "negozio di quartiere, prezzi bassi")]
    [InlineData("pt", "cadeia nacional, preços altos", "loja de bairro, preços baixos")]
    [InlineData("nl", "landelijke keten, hoge prijzen", "buurtwinkel, lage prijzen")]
    public async Task Map_InALanguage_SpreadsTheTwo(string language, string large, string small)
    {
        var company = Company.From($$"""{ "name": "Us", "competitors": [{ "name": "Grand", "note": "{{large}}" }, { "name": "Petit", "note": "{{small}}" }] }""", language);
        var output = (await Draft(company)).Output;

        Assert.Equal(2, output.Map!.Points.Count);
        Assert.True(output.Map.Points[0].X > output.Map.Points[1].X || output.Map.Points[0].Y > output.Map.Points[1].Y);
    }

    [Fact]
    public async Task Map_NothingTold_IsNull()
    {
        var company = Company.From("""{ "name": "Us", "competitors": ["Alpha", "Beta"] }""");

        Assert.Null((await Draft(company)).Output.Map);
    }

    [Fact]
    public async Task DocumentNamingACompetitor_IsKnown()
    {
        var company = Companies.FlagTool().WithDocument("Call notes", "Amplia was too expensive for us. We use surveys from Amplia.", "2025");
        var view = (await Draft(company)).Output.Competitors.Single(c => c.Name == "Amplia");

        Assert.DoesNotContain("price", view.Unknown);
        Assert.Contains("P4", view.MeetsProductIds);
    }

    [Fact]
    public async Task ComparisonConstraint_IsApplied()
    {
        var draft = await Draft(Companies.FlagTool().WithConstraint(ConstraintEffect.Obliges, ConstraintSubject.Comparison, "constraints[0]", "Comparisons must be fair and dated"));

        Assert.Equal("C1", Assert.Single(draft.ConstraintsApplied).ConstraintId);
    }

    [Fact]
    public async Task NoCompetitors_AsksWhomElsePeopleConsider()
    {
        var draft = await Draft(Companies.Charity());

        Assert.Empty(draft.Output.Competitors);
        Assert.Empty(draft.Output.Gaps);
        Assert.Contains("Lantern Hospital Fund", Assert.Single(draft.OpenQuestions).Question, StringComparison.Ordinal);
    }

    private static Task<Draft<CompetitorAnalysis>> Draft(Company company) => TestContexts.DraftAsync(new CompetitorsAgent(), company.Research);
}
