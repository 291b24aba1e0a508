namespace RaptorFlow.Api.Problems;

public static class ProblemsSetup
{
    /// <summary>Every error leaves as a problem document.</summary>
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddExceptionHandler<ExceptionProblems>();
        // Without this, a body that cannot be read is answered by an empty 400 outside of development.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>First in the pipeline.</summary>
    public static IApplicationBuilder UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = _ => Task.CompletedTask,
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException or OperationCanceledException,
        });
        return app.UseStatusCodePages(context => ProblemForm.For(context.HttpContext.GetEndpoint(), StatusProblems.Of(context.HttpContext)).ExecuteAsync(context.HttpContext));
    }
}
