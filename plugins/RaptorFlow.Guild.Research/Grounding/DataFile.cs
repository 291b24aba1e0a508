using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace RaptorFlow.Guild.Research.Grounding;

/// <summary>Reads the guild's embedded data: lexicons, formulas, tables.</summary>
internal static class DataFile
{
    /// <exception cref="InvalidOperationException">The resource is not in the assembly or does not fit <typeparamref name="T"/>.</exception>
    public static T Load<T>(string path)
    {
        using var stream = typeof(DataFile).Assembly.GetManifestResourceStream(path)
            ?? throw new InvalidOperationException($"The data file {path} is not embedded.");
        using var reader = new StreamReader(stream);
        var yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
        return yaml.Deserialize<T>(reader) ?? throw new InvalidOperationException($"The data file {path} is empty.");
    }
}
