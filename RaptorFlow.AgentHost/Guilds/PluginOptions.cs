using System.ComponentModel.DataAnnotations;

namespace RaptorFlow.AgentHost.Guilds;

/// <summary>Where guilds are found; section <c>Plugins</c>.</summary>
internal sealed class PluginOptions
{
    /// <summary>A folder with one subfolder per guild.</summary>
    [Required]
    public string Folder { get; set; } = "plugins";

    /// <summary>Whether folders that change, come or go are followed while the host runs. Else they are read when it starts.</summary>
    public bool Watch { get; set; } = true;

    /// <summary>How often folders are looked at should the system not tell of a change: it may lose some, and tells nothing of some file systems.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a changed folder must stay as it is before it is loaded.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00")]
    public TimeSpan Settle { get; set; } = TimeSpan.FromSeconds(1);
}
