using RaptorFlow.Api.Identity;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Costs;

public static class CostEndpoints
{
    public static IEndpointRouteBuilder MapCosts(this IEndpointRouteBuilder app)
    {
        var costs = app.MapGroup("/api/costs").WithTags("Costs");
        costs.MapGet("", GetCosts.HandleAsync).RequirePermission(Permission.CostsRead).WithSummary("What calls used and cost, by agent, model, campaign, user, day, run, tier or source");
        costs.MapGet("/entries", ListEntries.HandleAsync).RequirePermission(Permission.CostsRead).WithSummary("Calls as they were booked, newest first");
        costs.MapGet("/shares", GetShares.HandleAsync).RequirePermission(Permission.CostsRead).WithSummary("The tiers' shares of calls and cost beside their targets, and how often another tier answered");
        costs.MapGet("/forecast", GetForecast.HandleAsync).RequirePermission(Permission.CostsRead).WithSummary("What the month will have cost at its end, and whether and when its limit is reached");
        costs.MapGet("/budgets", ListBudgets.HandleAsync).RequirePermission(Permission.CostsRead).WithSummary("Limits with what is spent and held: months, newest first, then campaigns, then runs");
        costs.MapPut("/budgets/{scope}/{id}", SetBudget.HandleAsync).RequirePermission(Permission.BudgetsWrite).WithSummary("Set the limit of a month, a campaign or a run; what was spent counts");
        costs.MapDelete("/budgets/{scope}/{id}", RemoveBudget.HandleAsync).RequirePermission(Permission.BudgetsWrite).WithSummary("Return a month to its default limit; take a campaign's or run's limit away");
        costs.MapGet("/alerts", ListAlerts.HandleAsync).RequirePermission(Permission.CostsRead).WithSummary("Shares of budgets that were spent, newest first");
        costs.MapPost("/quotes", CreateQuote.HandleAsync).RequirePermission(Permission.CostsRead).WithSummary("What a run would cost at least, likely and at most, before it begins");
        costs.MapGet("/quotes/{quoteId:guid}", GetQuote.HandleAsync).RequirePermission(Permission.CostsRead).WithSummary("A quote as it was given, with the run begun on it");
        return app;
    }
}
