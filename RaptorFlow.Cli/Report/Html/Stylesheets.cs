using System.Reflection;

namespace RaptorFlow.Cli.Report.Html;

/// <summary>The style sheets that travel inside the program.</summary>
internal static class Stylesheets
{
    public static string Page { get; } = Read("theme.css") + Read("figure.css") + Read("page.css");

    public static string Figure { get; } = Read("theme.css") + Read("figure.css");

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The style sheet {name} is missing from the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
