using System.Globalization;
using RaptorFlow.Agents;

namespace RaptorFlow.Muse.Copy;

/// <summary>Holds a text to a card's limit.</summary>
internal static class TextLimit
{
    /// <returns>The problem; null when the text fits.</returns>
    public static OutputProblem? Check(string path, string text, int most) =>
        text.Length > most ? new(path, string.Create(CultureInfo.InvariantCulture, $"At most {most} characters; it has {text.Length}.")) : null;
}
