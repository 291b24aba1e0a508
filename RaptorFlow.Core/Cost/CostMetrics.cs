using System.Diagnostics.Metrics;

namespace RaptorFlow.Core.Cost;

/// <summary>The meter <c>RaptorFlow.Costs</c>: what this process booked. Never by workspace: metrics are everybody's.</summary>
internal sealed class CostMetrics : IDisposable
{
    public const string Name = "RaptorFlow.Costs";
    public const string Spent = "raptorflow.cost.spent";
    public const string Calls = "raptorflow.cost.calls";
    public const string Alerts = "raptorflow.cost.alerts";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _spent;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _alerts;

    public CostMetrics()
    {
        _spent = _meter.CreateCounter<long>(Spent, "{micro_dollar}", "What calls cost, by tier and model");
        _calls = _meter.CreateCounter<long>(Calls, "{call}", "Calls, by who answered");
        _alerts = _meter.CreateCounter<long>(Alerts, "{alert}", "Alerts, by kind of budget and percentage");
    }

    public Meter Meter => _meter;

    public void Booked(CostEntry entry)
    {
        var kind = KeyValuePair.Create<string, object?>("kind", CostBook.Name(entry.Kind));
        _calls.Add(1, kind, new("served_from", CostBook.Name(entry.ServedFrom)));
        if (entry.CostMicros > 0)
            _spent.Add(entry.CostMicros, kind, new("tier", CostBook.Name(entry.Tier) ?? "none"), new("model", entry.Model));
    }

    public void Alerted(BudgetAlert alert) => _alerts.Add(1, new("scope", alert.Scope.Column()), new("percent", alert.Percent));

    public void Dispose() => _meter.Dispose();
}
