using RaptorFlow.Api.Idempotency;
using RaptorFlow.Api.Identity;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Onboarding;

public static class OnboardingEndpoints
{
    public static IEndpointRouteBuilder MapOnboarding(this IEndpointRouteBuilder app)
    {
        var onboarding = app.MapGroup("/api/onboarding").WithTags("Onboarding");
        onboarding.MapPost("", StartOnboarding.HandleAsync).RequirePermission(Permission.RunsWrite).WithIdempotency().WithSummary("Start the twelve steps for a company");
        onboarding.MapGet("", ListOnboardings.HandleAsync).RequirePermission(Permission.RunsRead).WithSummary("On-boardings, newest first");
        onboarding.MapGet("/{onboardingId:guid}", GetOnboarding.HandleAsync).RequirePermission(Permission.RunsRead).WithSummary("An on-boarding with every step's state and result");
        onboarding.MapPost("/{onboardingId:guid}/resume", ResumeOnboarding.HandleAsync).RequirePermission(Permission.RunsWrite).WithIdempotency()
            .WithSummary("Take up an on-boarding that failed or was cancelled; finished steps keep their results");
        onboarding.MapPost("/{onboardingId:guid}/steps/{step}/redo", RedoStep.HandleAsync).RequirePermission(Permission.RunsWrite).WithIdempotency()
            .WithSummary("Redo a step and all that builds on it, with corrected input");
        return app;
    }
}
