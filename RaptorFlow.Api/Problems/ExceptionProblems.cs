using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace RaptorFlow.Api.Problems;

/// <summary>Where exceptions end: what the client did wrong is named, bugs are logged and show nothing of the inside.</summary>
internal sealed partial class ExceptionProblems : IExceptionHandler
{
    private static readonly string[] Missing = ["Is missing."];

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }
        await ProblemForm.For(httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint, Of(exception)).ExecuteAsync(httpContext);
        return true;
    }

    internal static Problem Of(Exception exception) => exception switch
    {
        UnfitInputException unfit => unfit.Problem,
        BadHttpRequestException { InnerException: JsonException json } => OfJson(json),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problem.TooLarge("The request body is too large."),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } =>
            Problem.Of(415, "unsupported_media_type", "The request body is not of a type that is read here.", "Send JSON with `Content-Type: application/json`."),
        BadHttpRequestException bad => OfParameter(bad),
        NpgsqlException { IsTransient: true } => Problem.Unavailable("database_unavailable", "The database is away or overloaded."),
        _ => Problem.Of(500, "internal_error", "Something went wrong here.", "Try again; if it stays, report the request id."),
    };

    private static Problem OfJson(JsonException json)
    {
        var place = json.LineNumber is { } line ? $" (line {line + 1}, column {json.BytePositionInLine + 1})" : "";
        var missing = MissingMembers().Match(json.Message);
        if (missing.Success)
            return Problem.Invalid(Names().Matches(missing.Groups[1].Value).ToDictionary(m => m.Groups[1].Value, _ => Missing, StringComparer.Ordinal));
        var field = json.Path is ['$', '.', .. var path] ? path : "body";
        // The reader's own errors arrive as inner exceptions; the converters' do not.
        if (json.InnerException is not JsonException)
            return Problem.Invalid(field, $"Is not of the type expected{place}.", "See /openapi/v1.json for the types.");
        return new(400, "malformed_json", $"The request body is not valid JSON{place}.", "Correct the JSON at the place named.")
        {
            Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [$"Is not valid JSON{place}."] },
        };
    }

    private static Problem OfParameter(BadHttpRequestException bad)
    {
        // The parameter's name is the handler's; to a client it is the body.
        if (bad.Message.Contains(".BindAsync(", StringComparison.Ordinal) || bad.Message.StartsWith("Implicit body", StringComparison.Ordinal))
            return Problem.Invalid("body", "Is missing.", "See /openapi/v1.json for the types.");
        var name = ParameterName().Match(bad.Message);
        return name.Success
            ? Problem.Invalid(name.Groups[1].Value, "Is missing or not of the type expected.", "See /openapi/v1.json for the types.")
            : Problem.Of(bad.StatusCode, "bad_request", "The request cannot be read.");
    }

    [GeneratedRegex("missing required properties including: (.+)$", RegexOptions.NonBacktracking)]
    private static partial Regex MissingMembers();

    [GeneratedRegex("'([^']+)'", RegexOptions.NonBacktracking)]
    private static partial Regex Names();

    // "Failed to bind parameter "Guid id" from "x"." and "Required parameter "string q" was not provided from query string."
    [GeneratedRegex("parameter \"[^\" ]+ ([A-Za-z0-9_]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex ParameterName();
}
