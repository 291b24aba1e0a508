using McMaster.NETCore.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace RaptorFlow.Core.Agents;

/// <summary>What a loaded guild holds of the process: its load context, its container, its copy of the files.</summary>
internal sealed class GuildContext(PluginLoader loader, GuildCopies copies, string copy, TimeSpan patience) : IAsyncDisposable
{
    private PluginLoader? _loader = loader;

    /// <summary>The guild's own container, once it is built.</summary>
    public ServiceProvider? Services { get; set; }

    /// <summary>Lets go of all of it. The runtime unloads the context once nothing refers to it any more.</summary>
    /// <exception cref="Exception">What a service of the guild threw when it was disposed of; the rest is let go all the same.</exception>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _loader, null) is not { } loader)
            return;
        try
        {
            // Foreign code may hang as well as throw.
            if (Services is { } services)
                await Task.Run(async () => await services.DisposeAsync()).WaitAsync(patience);
        }
        finally
        {
            Services = null;
            loader.Dispose();
            SerializerCaches.Clear();
            copies.Remove(copy);
        }
    }
}
