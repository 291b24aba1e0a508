namespace RaptorFlow.Reading;

/// <summary>Tells texts that speak to a program from texts that name something.</summary>
public static class Instructions
{
    /// <summary>Whether a text holds a phrase by which programs are given orders, in any language that is read.</summary>
    /// <param name="text">Any text.</param>
    public static bool Speaks(string text) => Lexicon.Topic("instructions").Find(text, "any").Count > 0;
}
