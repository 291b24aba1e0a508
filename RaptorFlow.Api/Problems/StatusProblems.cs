namespace RaptorFlow.Api.Problems;

/// <summary>Problems for answers that the framework gives without a body.</summary>
internal static class StatusProblems
{
    public static Problem Of(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized => Problem.Unauthenticated(),
        StatusCodes.Status403Forbidden => Problem.Forbidden("This is not allowed."),
        StatusCodes.Status404NotFound => Problem.Of(404, "not_found", $"There is nothing at {context.Request.Path}.", "/openapi/v1.json lists what there is."),
        StatusCodes.Status405MethodNotAllowed => Problem.Of(405, "method_not_allowed", $"{context.Request.Method} is not possible here.", $"Possible: {context.Response.Headers.Allow}."),
        StatusCodes.Status413PayloadTooLarge => Problem.TooLarge("The request body is too large."),
        StatusCodes.Status415UnsupportedMediaType => Problem.Of(415, "unsupported_media_type", "The request body is not of a type that is read here.", "Send JSON with `Content-Type: application/json`."),
        StatusCodes.Status429TooManyRequests => Problem.Of(429, "too_many_requests", "There were too many requests.", "Wait as long as Retry-After says."),
        StatusCodes.Status504GatewayTimeout => Problem.Of(504, "timed_out", "The request took too long and was given up.", "Try again, with less at once if it was much."),
        >= 500 and var status => Problem.Of(status, "internal_error", "Something went wrong here.", "Try again; if it stays, report the request id."),
        var status => Problem.Of(status, "bad_request", "The request cannot be served."),
    };
}
