using System.ComponentModel.DataAnnotations;

namespace RaptorFlow.AgentHost.Guilds;

/// <summary>Where guilds are found; section <c>Plugins</c>.</summary>
internal sealed class PluginOptions
{
    /// <summary>A folder with one subfolder per guild.</summary>
    [Required]
    public string Folder { get; set; } = "plugins";
}
