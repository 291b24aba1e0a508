using System.Globalization;
using System.Text.Json;
using RaptorFlow.Marketing;
using RaptorFlow.Workflows;

namespace RaptorFlow.Council.Cognition;

/// <summary>An expectation of what goes with what, from <c>Data/knowledge/learnings.yaml</c>.</summary>
internal sealed class LearningRule
{
    public string Key { get; set; } = "";
    public Pattern When { get; set; } = new();
    public Outcome Then { get; set; } = new();
    public string Statement { get; set; } = "";
    public string? Advice { get; set; }

    public static IReadOnlyList<LearningRule> All { get; } = DataFile.Load<List<LearningRule>>("Data/knowledge/learnings.yaml");

    /// <summary>Fields that the input must or must not have.</summary>
    internal sealed class Pattern
    {
        public List<string> Absent { get; set; } = [];
        public List<string> Present { get; set; } = [];

        public bool Fits(IReadOnlySet<string> given) => !Absent.Exists(given.Contains) && Present.TrueForAll(given.Contains);
    }

    /// <summary>How a step must end.</summary>
    internal sealed class Outcome
    {
        public string Step { get; set; } = "";
        public double? ConfidenceBelow { get; set; }
        public double? ConfidenceFrom { get; set; }
        public bool Dead { get; set; }
        public string? Output { get; set; }
        public List<string> Is { get; set; } = [];
        public double? AtLeast { get; set; }
        public bool? Filled { get; set; }

        /// <returns>Whether it is so, and what was seen; null when the run does not tell.</returns>
        public (bool Holds, string Observed)? Look(LearningInput input)
        {
            if (!input.Results.TryGetValue(Step, out var result))
                return null;
            if (Dead)
                return (result.Status == "dead", $"{Step}: {result.Status}");
            if (Output is not null)
                return input.Steps.TryGetValue(Step, out var step) && JsonPaths.At(step, Output) is { } value ? (Value(value), $"{Step}, {Output}: {Shown(value)}") : null;
            return result.Confidence is { } confidence ? (!(confidence >= ConfidenceBelow) && !(confidence < ConfidenceFrom), Seen(result, confidence)) : null;
        }

        private bool Value(JsonElement value) =>
            (Is.Count == 0 || Is.Contains(value.ToString()))
            && (AtLeast is not { } least || (value.ValueKind == JsonValueKind.Number && value.GetDouble() >= least))
            && (Filled is not { } filled || (value.ValueKind == JsonValueKind.Array ? value.GetArrayLength() > 0 : value.ToString().Length > 0) == filled);

        private static string Shown(JsonElement value) =>
            value.ValueKind != JsonValueKind.Array ? value.ToString() : value.GetArrayLength() == 0 ? "nothing" : string.Join(", ", value.EnumerateArray().Select(v => v.ToString()));

        private string Seen(StepResult result, double confidence) =>
            string.Create(CultureInfo.InvariantCulture, $"{Step}: confidence {confidence * 100:0} %{(result.Explanation is { } explanation ? $" ({explanation.TrimEnd('.')})" : "")}");
    }
}
