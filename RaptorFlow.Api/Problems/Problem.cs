using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;
using RaptorFlow.Serialization;

namespace RaptorFlow.Api.Problems;

/// <summary>An answer that says what went wrong; also where handlers get them from: <c>Problem.NotFound("run")</c>.</summary>
public sealed class Problem : IResult, IStatusCodeHttpResult, IContentTypeHttpResult, IEndpointMetadataProvider
{
    public const string MediaType = "application/problem+json";
    private static readonly JsonSerializerOptions Json = RaptorJson.CreateOptions();

    internal Problem(int status, string code, string detail, string? suggestion = null)
    {
        Status = status;
        Code = code;
        Detail = detail;
        Suggestion = suggestion;
    }

    public int Status { get; }

    public string Code { get; }

    public string Detail { get; }

    public string? Suggestion { get; init; }

    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public IDictionary<string, object?>? Extensions { get; init; }

    int? IStatusCodeHttpResult.StatusCode => Status;

    string? IContentTypeHttpResult.ContentType => MediaType;

    /// <summary>404. <paramref name="what"/> is a noun, <c>run</c>. The same for what does not exist and for what is another workspace's.</summary>
    public static Problem NotFound(string what) =>
        new(StatusCodes.Status404NotFound, $"{what.Replace(' ', '_')}_not_found", $"There is no such {what}.", "Check the id and the workspace.");

    /// <summary>400, naming the field at fault.</summary>
    public static Problem Invalid(string field, string message, string? suggestion = null) =>
        Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] }, suggestion);

    /// <summary>400, naming each field at fault.</summary>
    public static Problem Invalid(IReadOnlyDictionary<string, string[]> errors, string? suggestion = null) =>
        new(StatusCodes.Status400BadRequest, "validation_failed", string.Join(' ', errors.Select(e => $"{e.Key}: {string.Join(' ', e.Value)}")), suggestion ?? "Correct the fields named in errors.") { Errors = errors };

    /// <summary>401.</summary>
    public static Problem Unauthenticated() => new(
        StatusCodes.Status401Unauthorized, "not_authenticated", "The request has no valid token or API key.", "Sign in at /auth/v1/token, and send the token as `Authorization: Bearer`.");

    /// <summary>403: known, but not allowed.</summary>
    public static Problem Forbidden(string detail, string? suggestion = null) => new(StatusCodes.Status403Forbidden, "not_allowed", detail, suggestion);

    /// <summary>409: does not fit the state things are in.</summary>
    public static Problem Conflict(string code, string detail, string? suggestion = null) => new(StatusCodes.Status409Conflict, code, detail, suggestion);

    /// <summary>422: understood, but cannot be done.</summary>
    public static Problem Unprocessable(string code, string detail, string? suggestion = null) => new(StatusCodes.Status422UnprocessableEntity, code, detail, suggestion);

    /// <summary>413.</summary>
    public static Problem TooLarge(string detail, string? suggestion = null) =>
        new(StatusCodes.Status413PayloadTooLarge, "payload_too_large", detail, suggestion ?? "Send less, or in parts.");

    /// <summary>429.</summary>
    public static Problem TooMany(string detail, TimeSpan retryAfter) =>
        new(StatusCodes.Status429TooManyRequests, "too_many_requests", detail, "Wait as long as Retry-After says.") { RetryAfter = retryAfter };

    /// <summary>503: something this needs is away.</summary>
    public static Problem Unavailable(string code, string detail, string? suggestion = null, TimeSpan? retryAfter = null) =>
        new(StatusCodes.Status503ServiceUnavailable, code, detail, suggestion ?? "Try again shortly.") { RetryAfter = retryAfter ?? TimeSpan.FromSeconds(5) };

    /// <summary>Any other.</summary>
    public static Problem Of(int status, string code, string detail, string? suggestion = null) => new(status, code, detail, suggestion);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return response.WriteAsJsonAsync(ToDocument(httpContext), Json, MediaType, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(ProblemDocument), [MediaType]));

    private ProblemDocument ToDocument(HttpContext context) => new()
    {
        Type = $"urn:raptorflow:problem:{Code}",
        Title = ReasonPhrases.GetReasonPhrase(Status),
        Status = Status,
        Detail = Detail,
        ErrorCode = Code,
        RequestId = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
        Timestamp = (context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System).GetUtcNow(),
        Suggestion = Suggestion,
        Errors = Errors,
        Extensions = Extensions,
    };
}
