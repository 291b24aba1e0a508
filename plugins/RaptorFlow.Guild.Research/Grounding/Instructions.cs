namespace RaptorFlow.Guild.Research.Grounding;

/// <summary>Tells texts that speak to a program from texts that name something.</summary>
internal static class Instructions
{
    private static readonly Lazy<CueLexicon> Cues = new(() => CueLexicon.Load("Grounding/instructions.yaml"));

    public static bool Speaks(string text) => Cues.Value.Mentions("instruction", "any", text);
}
