namespace RaptorFlow.Guild.Guardian.Places;

/// <summary><c>places.yaml</c>, as written.</summary>
internal sealed class PlaceData
{
    public List<string> Eu { get; set; } = [];

    public Dictionary<string, string> Codes { get; set; } = [];

    public Dictionary<string, List<string>> Areas { get; set; } = [];

    public Dictionary<string, CountryData> Countries { get; set; } = [];
}

/// <summary>A country's names and the names of what lies in it, folded.</summary>
internal sealed class CountryData
{
    public List<string> Names { get; set; } = [];

    public List<string> Regions { get; set; } = [];

    public List<string> Cities { get; set; } = [];
}
