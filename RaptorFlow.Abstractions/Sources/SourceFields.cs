using System.Runtime.CompilerServices;

namespace RaptorFlow.Sources;

/// <summary>Ranges that questions have in common.</summary>
internal static class SourceFields
{
    public static void Text(string? text, int most, string field)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > most)
            throw new ArgumentException($"Has 1 to {most} characters.", field);
    }

    public static void Texts(IReadOnlyList<string>? texts, int most, int characters, string field)
    {
        if (texts is null || texts.Count is 0 || texts.Count > most)
            throw new ArgumentException($"Has 1 to {most} entries.", field);
        foreach (var text in texts)
            Text(text, characters, field);
    }

    public static void Limit(int limit, int most, [CallerArgumentExpression(nameof(limit))] string field = "")
    {
        if (limit < 1 || limit > most)
            throw new ArgumentException($"Is 1 to {most}.", field);
    }

    public static void Country(string? country, [CallerArgumentExpression(nameof(country))] string field = "")
    {
        if (country is not { Length: 2 } || !country.All(char.IsAsciiLetterUpper))
            throw new ArgumentException("Is two upper-case letters (ISO 3166-1 alpha-2).", field);
    }

    public static void Domain(string? domain, [CallerArgumentExpression(nameof(domain))] string field = "")
    {
        if (domain is null || domain.Contains('/', StringComparison.Ordinal) || !domain.Contains('.', StringComparison.Ordinal)
            || domain.StartsWith("www.", StringComparison.OrdinalIgnoreCase) || Uri.CheckHostName(domain) != UriHostNameType.Dns)
        {
            throw new ArgumentException("Is a domain without scheme, path and www: example.com.", field);
        }
    }

    public static void Address(Uri? address, [CallerArgumentExpression(nameof(address))] string field = "")
    {
        if (address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            throw new ArgumentException("Is an http or https address.", field);
    }

    public static string Quoted(IReadOnlyList<string> texts)
    {
        const int Shown = 3;
        var quoted = string.Join(", ", texts.Take(Shown).Select(text => $"“{text}”"));
        return texts.Count > Shown ? $"{quoted} and {texts.Count - Shown} more" : quoted;
    }
}
