using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace RaptorFlow.Guild.Guardian.Rulebook;

/// <summary>The rules' data files, embedded in this assembly. An unknown key is an error.</summary>
internal static class RuleFiles
{
    public static IEnumerable<string> Names(string ending) => typeof(RuleFiles).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith("Rules/", StringComparison.Ordinal) && n.EndsWith(ending, StringComparison.Ordinal))
        .Select(n => n["Rules/".Length..])
        .Order(StringComparer.Ordinal);

    public static T Read<T>(string name)
    {
        using var stream = typeof(RuleFiles).Assembly.GetManifestResourceStream("Rules/" + name)
            ?? throw new FileNotFoundException($"There is no rule file '{name}' in the guild.");
        using var reader = new StreamReader(stream);
        try
        {
            return new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build().Deserialize<T>(reader);
        }
        catch (YamlDotNet.Core.YamlException e)
        {
            throw new InvalidDataException($"{name}, line {e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }
    }
}
