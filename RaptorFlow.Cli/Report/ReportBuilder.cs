using System.Globalization;
using System.Text.Json;
using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Cli.Report.Sections;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Report;

/// <summary>Puts the report together in the order in which people want to read it. Footnotes number themselves along the way.</summary>
internal static class ReportBuilder
{
    public static ReportDocument Build(ReportSource source, JsonSerializerOptions json)
    {
        var context = new ReportContext(source, json);
        var name = CleanText.Of(source.CompanyName);
        var opening = Opening.Build(context);
        Section?[] sections =
        [
            PositioningSection.Build(context), MessagesSection.Build(context), ChannelsSection.Build(context), RoadmapSection.Build(context),
            PersonasSection.Build(context), CompetitorsSection.Build(context), MarketSection.Build(context), IndustrySection.Build(context),
            ContentSection.Build(context), VoiceSection.Build(context), ForecastSection.Build(context), ConstraintsSection.Build(context),
            PublicLinesSection.Build(context), QuestionsSection.Build(context),
        ];
        Section evidence = new("evidence", "Evidence", "Where every claim comes from, in its own words.",
            [context.Notes.Notes.Count == 0 ? new Paragraph("This report makes no claim that rests on a source.") : new FootnoteList(context.Notes.Notes)]);
        var date = source.At.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        return new(name, $"{name}: campaign foundation", $"RaptorFlow on-boarding report, {date}", opening,
            [.. sections.OfType<Section>(), evidence, VerificationSection.Build(context), MakingSection.Build(context)]);
    }
}
