using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Industry;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Tests.Industry;

public sealed class IndustryAgentTests
{
    [Fact]
    public async Task FrenchBakery_FeastsAreDatedFromToday()
    {
        var output = (await Draft(Companies.FrenchBakery())).Output;

        Assert.Contains(output.Calendar, f => f.Statement.Contains("Épiphanie", StringComparison.Ordinal) && f.Statement.Contains("2027-01-06", StringComparison.Ordinal));
        Assert.All(output.Calendar, f => Assert.Equal(FindingBasis.Derived, f.Basis));
    }

    [Fact]
    public async Task FrenchBakery_SupplierIsFoundInFrench()
    {
        var output = (await Draft(Companies.FrenchBakery())).Output;

        Assert.Contains(Force(output, "suppliers").Findings, f => f.Evidence[0].Source == "differentiators[1]");
    }

    [Fact]
    public async Task Rivalry_CountsAndQuotesNamedCompetitors()
    {
        var rivalry = Force((await Draft(Companies.PayrollTool())).Output, "rivalry");

        Assert.StartsWith("4 competitors are named", rivalry.Findings[0].Statement, StringComparison.Ordinal);
        Assert.Equal(5, rivalry.Findings.Count);
        Assert.Null(rivalry.Question);
    }

    [Fact]
    public async Task SilentForces_AskAboutThisCompany()
    {
        var draft = await Draft(Companies.NameOnly());

        Assert.All(draft.Output.Forces, f => Assert.Contains("Quill & Co", f.Question, StringComparison.Ordinal));
        Assert.Empty(draft.Output.Sensitivities);
        Assert.Empty(draft.Output.Calendar);
        Assert.Equal(6, draft.OpenQuestions.Count);
    }

    [Fact]
    public async Task TaxYear_IsKeptWithoutAnInventedDay()
    {
        var output = (await Draft(Companies.PayrollTool())).Output;

        Assert.Contains(output.Calendar, f => f.Statement.StartsWith("Tax year", StringComparison.Ordinal) && f.Evidence[0].Source == "goal");
    }

    [Theory]
    [InlineData("de", "Weingut mit eigener Brennerei", "alcohol")]
    [InlineData("es", "Clínica dental con implantes", "health claims")]
    [InlineData("it", "Laboratorio per bambini", "children and minors")]
    [InlineData("pt", "Seguros para famílias", "finance and tax")]
    [InlineData("nl", "Biologische bakkerij", "environmental claims")]
    [InlineData("en", "Session replay for websites", "privacy and tracking")]
    public async Task Sensitivity_IsFoundInItsLanguage(string language, string product, string field)
    {
        var output = (await Draft(Company.From($$"""{ "name": "Anyone", "products": ["{{product}}"] }""", language))).Output;

        Assert.Contains(output.Sensitivities, f => f.Statement.Contains(field, StringComparison.Ordinal) && f.Evidence[0].Source == "products[0]");
    }

    [Fact]
    public async Task Constraints_OnClaims_AreListedAsApplied()
    {
        var draft = await Draft(Companies.Charity().WithConstraint(ConstraintEffect.Forbids, ConstraintSubject.Claim, "constraints[0]", "No pictures of patients without consent"));

        Assert.Equal("C1", Assert.Single(draft.ConstraintsApplied).ConstraintId);
    }

    private static IndustryForce Force(IndustryAnalysis output, string name) => output.Forces.Single(f => f.Force == name);

    private static Task<Draft<IndustryAnalysis>> Draft(Company company) => TestContexts.DraftAsync(new IndustryAgent(), company.Research);
}
