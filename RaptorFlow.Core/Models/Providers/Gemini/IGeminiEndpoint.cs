namespace RaptorFlow.Core.Models.Providers.Gemini;

/// <summary>Where Gemini is asked, and with what right.</summary>
internal interface IGeminiEndpoint
{
    /// <param name="method"><c>generateContent</c>, or <c>streamGenerateContent</c> with its query.</param>
    Uri Address(string modelId, string method);

    ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellationToken);
}
