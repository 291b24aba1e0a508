using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace RaptorFlow.Muse;

/// <summary>Reads the guild's embedded YAML. An unknown key is an error, so that a slip in a data file does not pass.</summary>
internal static class DataFile
{
    public static T Load<T>(string name)
    {
        using var stream = typeof(DataFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The guild carries no '{name}'.");
        using var reader = new StreamReader(stream);
        return new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build().Deserialize<T>(reader);
    }
}
