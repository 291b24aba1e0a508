namespace RaptorFlow.Guild.Guardian.BrandRules;

/// <summary>A tone of <c>tones.yaml</c>: how briefs name it and what gives it away.</summary>
internal sealed class ToneData
{
    public List<string> Named { get; set; } = [];

    public List<string> Words { get; set; } = [];
}
