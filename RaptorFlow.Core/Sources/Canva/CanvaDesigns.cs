using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.Canva;

/// <summary>
/// Makes a design, empty, from a picture or from a brand template, and its files. What was made is told, whatever fails after it: it stands in the
/// account, and would be made a second time by whoever asks again.
/// </summary>
internal sealed class CanvaDesigns() : Source<DesignQuestion, DesignFile>(CanvaVendor.Id, SourceKinds.Designs)
{
    private const int MostOfAssetName = 50;

    private static readonly TimeSpan FilesLast = TimeSpan.FromHours(24);

    protected override async Task<SourceReply<DesignFile>> AskAsync(DesignQuestion question, SourceCall call, CancellationToken cancellationToken)
    {
        var place = question is { Template: { } template, Image: not null } ? await PlaceOfPictureAsync(call, template, cancellationToken) : null;
        var picture = question.Image is { } image ? await UploadAsync(call, question.Title, image, cancellationToken) : null;
        var design = await MadeAsync(question, call, picture, place, cancellationToken);
        try
        {
            var job = await CanvaJobs.RunAsync(call, "exports", () => JsonContent.Create(new { design_id = design.Id, format = Format(question) }, options: CoreJson.Options), cancellationToken);
            var files = job.Items("urls").Where(url => url.ValueKind == JsonValueKind.String).Select(url => url.GetString()!).ToList();
            return new([design with { Files = files, FilesUntil = call.Time.GetUtcNow() + FilesLast }], "designs", 0);
        }
        catch (SourceException e)
        {
            return new([design], "designs", 0) { Partial = $"The design {design.Id} was made and can be edited at {design.EditAddress}; it has no files: {e.Message}" };
        }
    }

    private static object Format(DesignQuestion question) => question.Format == "jpg" ? new { type = "jpg", quality = 90 } : new { type = question.Format };

    private static async Task<DesignFile> MadeAsync(DesignQuestion question, SourceCall call, string? picture, string? place, CancellationToken cancellationToken)
    {
        try
        {
            return Read(question.Template is null
                ? (await CanvaVendor.SendAsync(call, HttpMethod.Post, "designs", () => New(question, picture), cancellationToken)).Field("design")
                : (await CanvaJobs.RunAsync(call, "autofills", () => Filled(question, picture, place), cancellationToken)).Field("result")?.Field("design"), question);
        }
        catch (SourceException e)
        {
            var before = picture is null ? "" : $"The picture was uploaded (asset {picture}). ";
            var after = e.Status == SourceStatus.Unavailable ? " The design may stand in the account all the same." : "";
            throw new SourceException(e.Status, $"{before}{e.Message.TrimEnd('.')}.{after}", e) { RetryAfter = e.RetryAfter };
        }
    }

    private static DesignFile Read(JsonElement? design, DesignQuestion question) => design?.Text("id") is { } id ? new()
    {
        Source = CanvaVendor.Id,
        Id = id,
        Title = design.Value.Text("title") ?? question.Title,
        EditAddress = design.Value.Field("urls")?.Text("edit_url") ?? design.Value.Text("url") ?? $"https://www.canva.com/design/{Uri.EscapeDataString(id)}/edit",
    }
    : throw SourceException.Unreadable("there is no design, though one may stand in the account.");

    private static JsonContent New(DesignQuestion question, string? picture)
    {
        Dictionary<string, object> design = new() { ["type"] = "type_and_asset", ["title"] = question.Title, ["design_type"] = new { type = "custom", question.Width, question.Height } };
        if (picture is not null)
            design["asset_id"] = picture;
        return JsonContent.Create(design, options: CoreJson.Options);
    }

    private static JsonContent Filled(DesignQuestion question, string? picture, string? place)
    {
        var data = question.Texts.ToDictionary(field => field.Key, field => (object)new { type = "text", text = field.Value }, StringComparer.Ordinal);
        if (picture is not null && place is not null)
            data[place] = new { type = "image", asset_id = picture };
        return JsonContent.Create(new { type = "create_from_brand_template", brand_template_id = question.Template, question.Title, data }, options: CoreJson.Options);
    }

    private static async Task<string> PlaceOfPictureAsync(SourceCall call, string template, CancellationToken cancellationToken)
    {
        var fields = (await CanvaVendor.SendAsync(call, HttpMethod.Get, $"brand-templates/{Uri.EscapeDataString(template)}/dataset", null, cancellationToken)).Field("dataset");
        return fields is { ValueKind: JsonValueKind.Object } known && known.EnumerateObject().FirstOrDefault(field => field.Value.Text("type") == "image") is { Value.ValueKind: JsonValueKind.Object } place
            ? place.Name
            : throw new SourceException(SourceStatus.Failed, "The template has no field for a picture.");
    }

    private static async Task<string> UploadAsync(SourceCall call, string title, ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
    {
        var name = Convert.ToBase64String(Encoding.UTF8.GetBytes(title.Cut(MostOfAssetName)));
        var job = await CanvaJobs.RunAsync(call, "asset-uploads", () =>
        {
            var content = new ReadOnlyMemoryContent(image);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            content.Headers.TryAddWithoutValidation("Asset-Upload-Metadata", CoreJson.Serialize(new { name_base64 = name }));
            return content;
        }, cancellationToken);
        return job.Field("asset")?.Text("id") ?? throw SourceException.Unreadable("there is no asset.");
    }
}
