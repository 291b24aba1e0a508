namespace RaptorFlow.Embedded.Redis;

/// <summary>How a Garnet of this machine runs. The defaults serve tests and a local stack.</summary>
public sealed record EmbeddedGarnetOptions
{
    /// <summary>The port on 127.0.0.1; any free one when null.</summary>
    public int? Port { get; init; }

    /// <summary>The password clients must give; none when null.</summary>
    public string? Password { get; init; }

    /// <summary>Receives each line the server writes.</summary>
    public Action<string>? Output { get; init; }
}
