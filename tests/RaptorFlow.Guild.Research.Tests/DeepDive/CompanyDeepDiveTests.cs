using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.CompanyFundamentals;
using RaptorFlow.Guild.Research.DeepDive;
using RaptorFlow.Guild.Research.Tests.CompanyReading;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Tests.DeepDive;

public sealed class CompanyDeepDiveTests
{
    private static Draft<CompanyDeepDive> Dive(CompanyBrief brief, params CompanyDocument[] documents)
    {
        var read = ReadingContexts.Draft<Marketing.Fundamentals>(new FundamentalsAgent(), new FundamentalsInput { Company = brief, Documents = documents }, "RES-014", "fundamentals");
        var input = new ResearchInput { Company = brief, Documents = documents, Fundamentals = read.Output };
        return ReadingContexts.Draft<CompanyDeepDive>(new CompanyDeepDiveAgent(), input, "RES-013", "company_deep_dive");
    }

    [Fact]
    public void DeveloperTool_VoiceIsPlayfulTechnicalAndPlural()
    {
        var voice = Dive(ReadingContexts.Sample("posthog")).Output.Voice;

        Assert.Equal("first_plural", voice.Person);
        Assert.Equal(1.0, voice.Playfulness);
        Assert.Equal(1.0, voice.Technicality);
        Assert.Equal(0.0, voice.Formality);
        Assert.InRange(voice.WordsPerSentence!.Value, 5, 8);
        Assert.Contains("salesy", voice.AvoidWords);
        Assert.Contains("seamless", voice.AvoidWords);
        Assert.Contains(voice.Dont, d => d.Evidence[0].Source == "constraints[0]");
        Assert.Contains(voice.Do, d => d.Statement.Contains("says what features do", StringComparison.Ordinal));
    }

    [Fact]
    public void PayrollSoftware_VoiceIsPlainAndUnlikeTheOther()
    {
        var draft = Dive(ReadingContexts.Sample("gusto"));

        Assert.Equal(0.0, draft.Output.Voice.Formality);
        Assert.Equal(0.0, draft.Output.Voice.Technicality);
        Assert.Null(draft.Output.Voice.WordsPerSentence);
        Assert.Equal("unknown", draft.Output.Voice.Person);
        Assert.Contains("zero fines", draft.Output.Voice.AvoidWords);
        Assert.DoesNotContain("seamless", draft.Output.Voice.AvoidWords);
        Assert.Contains(draft.OpenQuestions, q => q.Field == "brand_voice.sample_lines");
        Assert.Equal("2011, as ZenPayroll, in Palo Alto", draft.Output.Story[0].Statement);
        Assert.Contains("2015", draft.Output.Story[1].Statement, StringComparison.Ordinal);
    }

    [Fact]
    public void FrenchShop_GapBetweenClaimAndProofIsNamed()
    {
        var dive = Dive(ReadingContexts.Brief(
            """
            {
              "name": "Atelier Vélo", "differentiators": ["Réparation faite main à l'atelier"],
              "brand_voice": { "adjectives": ["drôle", "transparent"], "sample_lines": ["Nous réparons votre vélo. Vous reprenez la route."] },
              "notes": "Les prix sont publics et affichés. Des clients parlent d'une attente trop longue."
            }
            """)).Output;

        Assert.Contains(dive.Attributes, a => a is { Name: "drôle", Wanted: true, Observed: false });
        Assert.Contains(dive.Attributes, a => a is { Name: "transparent", Wanted: true, Observed: true });
        Assert.Contains(dive.Weaknesses, w => w.Evidence[0].Quote.Contains("attente", StringComparison.Ordinal));
        Assert.True(dive.Voice.Formality > 0.5);
    }

    [Fact]
    public void NameOnly_HasNoVoiceAndSaysSo()
    {
        var draft = Dive(ReadingContexts.Brief("""{ "name": "Quill" }"""));

        Assert.Null(draft.Output.Voice.Formality);
        Assert.Empty(draft.Output.Attributes);
        Assert.Empty(draft.Output.Weaknesses);
        Assert.Equal(0, draft.Confidence.Value);
        Assert.NotEmpty(draft.OpenQuestions);
    }
}
