using System.Text.Json;
using RaptorFlow.Cli.Api;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report;

/// <summary>The steps' outputs as records; what is missing or unreadable is null and <see cref="WhyMissing"/> says why.</summary>
internal sealed class StepOutputs
{
    private readonly Dictionary<string, StepView> _steps;
    private readonly Dictionary<string, string> _unreadable = [];
    private readonly JsonSerializerOptions _json;

    public StepOutputs(RunView run, JsonSerializerOptions json)
    {
        _json = json;
        _steps = run.Steps.DistinctBy(s => s.Key).ToDictionary(s => s.Key);
        Fundamentals = Read<Fundamentals>("fundamentals");
        DeepDive = Read<CompanyDeepDive>("deep_dive");
        Personas = Read<PersonaSet>("personas");
        Market = Read<MarketAssessment>("market");
        Industry = Read<IndustryAnalysis>("industry");
        Trends = Read<TrendReport>("trends");
        Competitors = Read<CompetitorAnalysis>("competitors");
        Positioning = Read<PositioningStrategy>("positioning");
        Messaging = Read<MessageHouse>("messaging");
        Channels = Read<ChannelPlan>("channels");
        Content = Read<ContentPlan>("content");
        Forecast = Read<DemandForecast>("forecast");
        Roadmap = Read<Roadmap>("roadmap");
        Compliance = Read<ComplianceReview>("compliance");
        Verification = Read<ClaimVerification>("verification");
    }

    public Fundamentals? Fundamentals { get; }

    public CompanyDeepDive? DeepDive { get; }

    public PersonaSet? Personas { get; }

    public MarketAssessment? Market { get; }

    public IndustryAnalysis? Industry { get; }

    public TrendReport? Trends { get; }

    public CompetitorAnalysis? Competitors { get; }

    public PositioningStrategy? Positioning { get; }

    public MessageHouse? Messaging { get; }

    public ChannelPlan? Channels { get; }

    public ContentPlan? Content { get; }

    public DemandForecast? Forecast { get; }

    public Roadmap? Roadmap { get; }

    public ComplianceReview? Compliance { get; }

    public ClaimVerification? Verification { get; }

    public bool Has(string key) => _steps.ContainsKey(key);

    public string WhyMissing(string key)
    {
        if (_unreadable.TryGetValue(key, out var reason))
            return $"The step's result could not be read: {reason}";
        if (!_steps.TryGetValue(key, out var step))
            return "The step was not part of this run.";
        var error = step.ErrorText() is { } text ? $": {text}" : ".";
        return step.Status switch
        {
            "failed" or "dead" => $"The step failed after {Terminal.Plain.Count(Math.Max(1, step.Attempt), "attempt")}{error}",
            "cancelled" => $"The step was cancelled{error}",
            "succeeded" => "The step succeeded without a result.",
            _ => $"The step had not finished when this report was written; it was {Labels.Of(step.Status).ToLowerInvariant()}.",
        };
    }

    private T? Read<T>(string key)
        where T : class
    {
        if (!_steps.TryGetValue(key, out var step) || step.Output is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } output)
            return null;
        try
        {
            return output.Deserialize<T>(_json);
        }
        catch (JsonException exception)
        {
            _unreadable[key] = exception.Path is { Length: > 0 } path ? $"{path} is not as expected." : exception.Message;
            return null;
        }
    }
}
