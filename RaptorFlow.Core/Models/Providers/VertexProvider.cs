using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using RaptorFlow.Core.Models.Providers.Gemini;

namespace RaptorFlow.Core.Models.Providers;

/// <summary>Gemini on Vertex AI, in a Google Cloud project.</summary>
internal sealed partial class VertexProvider(IGoogleAccess access) : IModelProvider
{
    public string Kind => "vertex";

    public void AddDefaults(ProviderOptions options, IConfiguration variables)
    {
        options.Project = options.Project.Or(variables, "GOOGLE_CLOUD_PROJECT");
        options.Location = options.Location.Or(variables, "GOOGLE_CLOUD_LOCATION");
        options.CredentialsFile = options.CredentialsFile.Or(variables, "GOOGLE_APPLICATION_CREDENTIALS");
    }

    public bool IsConfigured(ProviderOptions options) => options is { Project: not null, Location: not null };

    public IEnumerable<string> Problems(string setting, ProviderOptions options)
    {
        // What other programs use of Google's variables is not ours to judge while nothing asks Vertex.
        if (!IsConfigured(options))
            yield break;
        if (!Name().IsMatch(options.Project!))
            yield return $"{setting}:Project is '{options.Project}'; it must be the id or the number of a Google Cloud project.";
        if (!Name().IsMatch(options.Location!))
            yield return $"{setting}:Location is '{options.Location}'; it must be a region such as europe-west1, us, eu or global.";
        if (options.CredentialsFile is { } file && !File.Exists(file))
            yield return $"{setting}:CredentialsFile is '{file}'; there is no such file.";
    }

    public IChatClient Create(string modelId, ProviderOptions options, HttpClient http) => new GeminiChatClient(modelId, new Endpoint(options, access), http);

    /// <summary>As in <c>https://europe-west1-aiplatform.googleapis.com/v1beta1/projects/p/locations/europe-west1/publishers/google/models/m:generateContent</c>.</summary>
    internal static Uri Address(ProviderOptions options, string modelId, string method)
    {
        var host = options.BaseAddress?.ToString().TrimEnd('/') ?? $"https://{Host(options.Location!)}/v1beta1";
        return new($"{host}/projects/{options.Project}/locations/{options.Location}/publishers/google/models/{Uri.EscapeDataString(modelId)}:{method}");
    }

    private static string Host(string location) => location switch
    {
        "global" => "aiplatform.googleapis.com",
        "us" or "eu" => $"aiplatform.{location}.rep.googleapis.com",
        _ => $"{location}-aiplatform.googleapis.com",
    };

    // Projects of a domain have its name and a colon before their own.
    [GeneratedRegex("^[a-z0-9][a-z0-9.:-]*$")]
    private static partial Regex Name();

    private sealed class Endpoint(ProviderOptions options, IGoogleAccess access) : IGeminiEndpoint
    {
        public Uri Address(string modelId, string method) => VertexProvider.Address(options, modelId, method);

        public ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            access.AuthorizeAsync(request, options.CredentialsFile, cancellationToken);
    }
}
