namespace RaptorFlow.AppHost.Aspire;

internal static class Guilds
{
    /// <summary>Where the guilds built with this AppHost have placed themselves; an image brings its own.</summary>
    public static IResourceBuilder<ProjectResource> WithGuilds(this IResourceBuilder<ProjectResource> project)
    {
        var builder = project.ApplicationBuilder;
        return builder.ExecutionContext.IsRunMode
            ? project.WithEnvironment("Plugins__Folder", Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", "artifacts", "plugins")))
            : project;
    }
}
