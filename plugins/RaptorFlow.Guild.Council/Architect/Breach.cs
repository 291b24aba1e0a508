namespace RaptorFlow.Council.Architect;

/// <summary>A design rule that a plan breaks.</summary>
/// <param name="Subject">The rule and what breaks it: the same breach before and after a change has the same subject.</param>
/// <param name="Text">The rule's id and text, and what breaks it, for people.</param>
/// <param name="Size">By how much, where a rule sets a limit; else 0.</param>
internal sealed record Breach(string Subject, string Text, int Size);
