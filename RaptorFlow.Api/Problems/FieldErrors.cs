using System.Globalization;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Problems;

/// <summary>Gathers what is wrong with a request's fields, so that all of it is said at once.</summary>
public sealed class FieldErrors
{
    private readonly Dictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    /// <summary>Null when nothing is wrong.</summary>
    public Problem? Problem => _errors.Count == 0 ? null : Problems.Problem.Invalid(_errors.ToDictionary(e => e.Key, e => e.Value.ToArray(), StringComparer.Ordinal));

    public void Add(string field, string message)
    {
        if (!_errors.TryGetValue(field, out var messages))
            _errors[field] = messages = [];
        messages.Add(message);
    }

    /// <summary>Text that must be there, trimmed.</summary>
    public string Text(string field, string? value, int maximum)
    {
        var text = value?.Trim() ?? "";
        if (text.Length == 0)
            Add(field, "Is missing or empty.");
        return OptionalText(field, text, maximum) ?? "";
    }

    /// <summary>Text that may be absent.</summary>
    public string? OptionalText(string field, string? value, int maximum)
    {
        var text = value?.Trim();
        if (text?.Length > maximum)
            Add(field, string.Create(CultureInfo.InvariantCulture, $"Is {text.Length} characters long; {maximum} are allowed."));
        if (text?.Contains('\0') == true)
            Add(field, "Holds the character NUL.");
        return text is "" ? null : text;
    }

    /// <summary>How many items of a list are wanted.</summary>
    public FieldErrors Limit(int limit)
    {
        if (limit is < 1 or > 200)
            Add("limit", "Lies between 1 and 200.");
        return this;
    }

    public Role Role(string field, string? value)
    {
        if (!RoleNames.TryParse(value, out var role))
            Add(field, $"Is one of {string.Join(", ", RoleNames.All)}.");
        return role;
    }
}
