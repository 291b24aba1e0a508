using RaptorFlow.Core.Web;

namespace RaptorFlow.Core.Memory;

/// <summary>Another text for a document; what else is null stays as it is.</summary>
/// <param name="Text">Markdown or plain text, up to <see cref="NewDocument.MaximumText"/> characters.</param>
public sealed record DocumentChange(string Text)
{
    public string? Title { get; init; }

    public string? Type { get; init; }

    public string? Source { get; init; }

    public DateOnly? Date { get; init; }

    /// <returns>Null when nothing would be different.</returns>
    internal NewDocument? Of(MemoryDocumentText before)
    {
        var after = new NewDocument(Title ?? before.Title, Text, before.Collection)
        {
            Type = Type ?? before.Type,
            Source = Source ?? before.Source,
            Date = Date ?? before.Date,
            CampaignId = before.CampaignId,
            MediaType = MediaTypes.Markdown,
        };
        var same = after.Text == before.Text && after.Title == before.Title && after.Type == before.Type && after.Source == before.Source && after.Date == before.Date;
        return same ? null : after;
    }
}
