namespace RaptorFlow.Sources;

/// <summary>A design to be made in the workspace's design service, and files of it.</summary>
/// <param name="Title">1 to 255 characters.</param>
public sealed record DesignQuestion(string Title) : SourceQuestion<DesignFile>
{
    /// <summary>Pixels, 40 to 8,000; width times height at most 25,000,000. Not used with <see cref="Template"/>.</summary>
    public int Width { get; init; } = 1080;

    /// <summary>Pixels, 40 to 8,000.</summary>
    public int Height { get; init; } = 1080;

    /// <summary>The id of a brand template to be filled; null starts empty, or from <see cref="Image"/>.</summary>
    public string? Template { get; init; }

    /// <summary>Texts by the template's field names.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; init; } = new Dictionary<string, string>();

    /// <summary>A picture (PNG, JPEG) that is uploaded and put into the design; up to 10 MB.</summary>
    public ReadOnlyMemory<byte>? Image { get; init; }

    /// <summary><c>png</c>, <c>jpg</c> or <c>pdf</c>.</summary>
    public string Format { get; init; } = "png";

    /// <inheritdoc/>
    public override string Kind => SourceKinds.Designs;

    /// <inheritdoc/>
    public override string Subject => $"the design “{Title}”";

    /// <inheritdoc/>
    public override void Validate()
    {
        SourceFields.Text(Title, 255, nameof(Title));
        if (Width is < 40 or > 8_000)
            throw new ArgumentException("Is 40 to 8,000 pixels.", nameof(Width));
        if (Height is < 40 or > 8_000 || (long)Width * Height > 25_000_000)
            throw new ArgumentException("Is 40 to 8,000 pixels, and width times height at most 25,000,000.", nameof(Height));
        if (Format is not ("png" or "jpg" or "pdf"))
            throw new ArgumentException("Is png, jpg or pdf.", nameof(Format));
        if (Image is { Length: > 10_000_000 })
            throw new ArgumentException("Has more than 10 MB.", nameof(Image));
    }
}

/// <summary>A design that was made.</summary>
public sealed record DesignFile : SourceItem
{
    /// <summary>The design's id at the service.</summary>
    public required string Id { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Where it can be edited by those who may.</summary>
    public required string EditAddress { get; init; }

    /// <summary>Its files, one a page. They are there until <see cref="FilesUntil"/>.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Until when the files can be fetched.</summary>
    public DateTimeOffset? FilesUntil { get; init; }
}
