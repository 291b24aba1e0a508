using System.Reflection;
using System.Runtime.Loader;

/// <summary>Makes this assembly known to a host whose own list of assemblies does not have it. Told by <c>DOTNET_STARTUP_HOOKS</c>, which wants this name and no namespace.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        var own = Assembly.GetExecutingAssembly();
        AssemblyLoadContext.Default.Resolving += (_, name) => name.Name == own.GetName().Name ? own : null;
    }
}
