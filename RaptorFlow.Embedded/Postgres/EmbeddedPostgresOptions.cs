namespace RaptorFlow.Embedded.Postgres;

/// <summary>How a Postgres of this machine runs. The defaults are those of a temporary server for tests.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>
    /// Where data and passwords are kept between runs. When null, or when the user Postgres must run as cannot reach it,
    /// elsewhere: see <see cref="EmbeddedPostgres.Folder"/>. A null folder is deleted at the end.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>Whether a crash of the machine loses nothing. Off, commits are quick and worth nothing: for tests.</summary>
    public bool Durable { get; init; }

    /// <summary>The port on 127.0.0.1; any free one when null.</summary>
    public int? Port { get; init; }

    /// <summary>A folder with <c>postgres</c> and <c>initdb</c>; searched for when null.</summary>
    public string? BinariesFolder { get; init; }

    /// <summary>Where a downloaded build is kept, when the machine has none; the user's cache folder when null.</summary>
    public string? DownloadFolder { get; init; }

    public int MaxConnections { get; init; } = 200;

    /// <summary>Receives each line of the server's log.</summary>
    public Action<string>? Output { get; init; }
}
