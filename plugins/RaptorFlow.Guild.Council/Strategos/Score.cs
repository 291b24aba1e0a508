namespace RaptorFlow.Council.Strategos;

/// <summary>A part of a candidate's score, with the one reason that decided it.</summary>
internal readonly record struct Score(double Value, string Why);
