using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Sources;

namespace RaptorFlow.Api.Sources;

/// <param name="Fields">By the names that GET /api/sources gives: <c>{"api_key": "…"}</c>; up to 8,000 characters each. They are never shown again.</param>
internal sealed record EnterCredentialRequest(IReadOnlyDictionary<string, string?>? Fields);

internal static class EnterCredential
{
    private const int LongestValue = 8_000;

    /// <param name="source">A source's name, such as <c>semrush</c>.</param>
    /// <param name="request">The credential.</param>
    /// <param name="workspace">Whose it becomes.</param>
    /// <param name="sources">Keeps it.</param>
    /// <param name="cancellationToken">The client went away.</param>
    public static async Task<Results<Ok<CredentialOutcome>, Problem>> HandleAsync(string source, EnterCredentialRequest request, WorkspaceContext workspace, SourceAdministration sources, CancellationToken cancellationToken)
    {
        if (sources.FieldsOf(source) is not { } known)
            return Problem.NotFound("source");
        var fields = new FieldErrors();
        var values = Read(request, known, fields);
        if (fields.Problem is { } problem)
            return problem;
        var outcome = await sources.EnterAsync(workspace, source, values, cancellationToken);
        return outcome.State switch
        {
            CredentialState.Refused => Problem.Unprocessable("credential_refused", $"{source} does not take this credential. {outcome.Detail}", "Check it on the vendor's site, and its plan; nothing was kept."),
            CredentialState.NoSealingKey => Problem.Conflict("no_sealing_key", outcome.Detail, "Have the installation's operator set Credentials:Keys:0 to a secret of at least 40 characters, or enter the credential in its configuration."),
            _ => TypedResults.Ok(outcome),
        };
    }

    private static Dictionary<string, string> Read(EnterCredentialRequest request, IReadOnlyList<SourceFieldView> known, FieldErrors fields)
    {
        if (known.Count == 0)
            fields.Add("fields", "This source needs no credential.");
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in request.Fields ?? new Dictionary<string, string?>())
        {
            if (!known.Any(field => field.Name == name))
                fields.Add($"fields.{name}", $"Is not known; there are {string.Join(", ", known.Select(field => field.Name))}.");
            else if (fields.OptionalText($"fields.{name}", value, LongestValue) is { } text)
                values[name] = text;
        }
        foreach (var missing in known.Where(field => field.Required && !values.ContainsKey(field.Name)))
            fields.Add($"fields.{missing.Name}", $"Is missing: {missing.Title}.");
        return values;
    }
}
