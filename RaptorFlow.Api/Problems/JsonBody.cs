using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace RaptorFlow.Api.Problems;

/// <summary>A request's body with parts that are stored as they came: all of it passes <see cref="JsonInput"/> before it is read.</summary>
internal interface IStoredJson<TSelf> : IBindableFromHttpContext<TSelf>, IEndpointParameterMetadataProvider
    where TSelf : class, IStoredJson<TSelf>
{
    static ValueTask<TSelf?> IBindableFromHttpContext<TSelf>.BindAsync(HttpContext context, ParameterInfo parameter) => JsonBody.ReadAsync<TSelf>(context);

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        var optional = new NullabilityInfoContext().Create(parameter).ReadState == NullabilityState.Nullable;
        builder.Metadata.Add(new AcceptsMetadata([JsonBody.MediaType], typeof(TSelf), optional));
    }
}

internal static class JsonBody
{
    public const string MediaType = "application/json";

    /// <summary>The body as a record; null when there is none.</summary>
    /// <exception cref="BadHttpRequestException">It is no JSON, not of the type, or cannot be stored.</exception>
    public static async ValueTask<T?> ReadAsync<T>(HttpContext context) where T : class
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
            return null;
        if (!IsJson(context.Request.ContentType))
            throw new BadHttpRequestException("The body is not JSON in UTF-8.", StatusCodes.Status415UnsupportedMediaType);
        context.Request.EnableBuffering();
        try
        {
            await CheckAsync(context);
            return await DeserializeAsync<T>(context);
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException("The body cannot be read.", e);
        }

        async Task CheckAsync(HttpContext of)
        {
            try
            {
                using var document = await JsonDocument.ParseAsync(of.Request.Body, cancellationToken: of.RequestAborted);
                if (JsonInput.Fault("", document.RootElement) is { } fault)
                    throw new UnfitInputException(Problem.Invalid(fault.Field, fault.Message));
            }
            catch (JsonException)
            {
                await DeserializeAsync<T>(of); // Fails at the same place, and can say in which field that is.
                throw;
            }
        }
    }

    private static ValueTask<T?> DeserializeAsync<T>(HttpContext context)
    {
        context.Request.Body.Position = 0;
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return JsonSerializer.DeserializeAsync<T>(context.Request.Body, json, context.RequestAborted);
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
}

/// <summary>Input that was read and is refused; the problem says why.</summary>
internal sealed class UnfitInputException(Problem problem) : BadHttpRequestException(problem.Detail)
{
    public Problem Problem => problem;
}
