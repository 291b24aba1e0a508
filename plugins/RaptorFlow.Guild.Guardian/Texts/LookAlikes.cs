using System.Text;
using RaptorFlow.Guild.Guardian.Rulebook;

namespace RaptorFlow.Guild.Guardian.Texts;

/// <summary>Characters that are read as others, from <c>Rules/lookalikes.yaml</c>.</summary>
internal static class LookAlikes
{
    private static readonly Dictionary<int, string> s_map = Load();

    /// <summary>What a character passes for; empty when it cannot be seen; null when it stands for itself.</summary>
    public static string? Of(Rune rune) => s_map.GetValueOrDefault(rune.Value);

    private static Dictionary<int, string> Load()
    {
        var map = new Dictionary<int, string>();
        foreach (var (reads, characters) in RuleFiles.Read<Dictionary<string, string>>("lookalikes.yaml"))
        {
            foreach (var rune in characters.EnumerateRunes().Where(r => !Rune.IsWhiteSpace(r)))
            {
                if (!map.TryAdd(rune.Value, reads == "nothing" ? "" : reads == "space" ? " " : reads))
                    throw new InvalidDataException($"lookalikes.yaml: U+{rune.Value:X4} stands twice.");
            }
        }
        return map;
    }
}
