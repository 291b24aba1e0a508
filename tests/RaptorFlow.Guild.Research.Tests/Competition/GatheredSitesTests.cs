using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Competition;
using RaptorFlow.Marketing;
using RaptorFlow.Sources;

namespace RaptorFlow.Guild.Research.Tests.Competition;

/// <summary>What is asked and said of competitors' sites.</summary>
public sealed class GatheredSitesTests
{
    private static readonly Company Rulers = Company.From("""
        {
          "name": "Straight", "website": "https://www.straight.example", "products": ["Steel rulers"],
          "competitors": [{ "name": "Bent", "website": "http://bent.example/shop", "note": "cheap rulers" }, { "name": "Curved" }]
        }
        """);

    [Fact]
    public void Questions_AreOfTheSitesThatTheBriefNames_OursFirst() =>
        Assert.Equal(["straight.example", "bent.example"], Questions(Rulers).Cast<DomainQuestion>().Select(question => question.Domain));

    [Fact]
    public void Questions_WithoutAnyCompetitorsSite_AreNone() => Assert.Empty(Questions(Companies.FlagTool()));

    [Fact]
    public async Task Figures_AreKnownOfTheCompetitor_WithTheirSource()
    {
        var output = await OutputAsync(Site("semrush", "bent.example", 1_200));

        var known = output.Competitors.Single(c => c.Name == "Bent").Known;
        var finding = Assert.Single(known, k => k.Statement.Contains("unpaid search", StringComparison.Ordinal));
        Assert.Equal(("semrush#bent.example", "bent.example, visits a month from unpaid search: 1,200"), (finding.Evidence[0].Source, finding.Evidence[0].Quote));
        Assert.DoesNotContain(output.Matrix, row => row.Aspect.Contains("unpaid search", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Figures_OfOneSourceForBoth_StandSideBySide_AndOfTwoSourcesDoNot()
    {
        var row = Assert.Single((await OutputAsync(Site("semrush", "straight.example", 300), Site("semrush", "bent.example", 1_200))).Matrix, r => r.Aspect.Contains("unpaid search", StringComparison.Ordinal));
        Assert.Equal(("300", "1,200", "unknown"), (row.Us, row.Cells["K1"], row.Cells["K2"]));

        Assert.DoesNotContain((await OutputAsync(Site("ahrefs", "straight.example", 300), Site("semrush", "bent.example", 1_200))).Matrix, r => r.Aspect.Contains("unpaid search", StringComparison.Ordinal));
    }

    private static List<SourceQuestion> Questions(Company company) => [.. ((IAgentBehaviour)new CompetitorsAgent()).Questions(company.Research, TestContexts.Create())];

    private static async Task<CompetitorAnalysis> OutputAsync(params IReadOnlyList<SourceItem> gathered) =>
        (await TestContexts.DraftAsync(new CompetitorsAgent(), Rulers.Research, TestContexts.Create(gathered: gathered))).Output;

    private static DomainFigures Site(string source, string domain, long visits) => new() { Source = source, Domain = domain, OrganicVisits = visits };
}
