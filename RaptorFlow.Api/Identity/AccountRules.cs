using System.Globalization;
using System.Text.Json;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Identity;

/// <summary>What passwords and metadata must be like, at sign-up and when changed.</summary>
internal static class AccountRules
{
    public static Problem? Password(string password, IdentityOptions options)
    {
        if (password.Length < options.MinimumPasswordLength)
            return AuthProblem.WeakPassword(string.Create(CultureInfo.InvariantCulture, $"Password should be at least {options.MinimumPasswordLength} characters."), "length");
        return password.Length > Passwords.MaximumLength ? AuthProblem.ValidationFailed("Password cannot be longer than 256 characters") : null;
    }

    public static Problem? Metadata(JsonElement? metadata) => metadata switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: not JsonValueKind.Object } => AuthProblem.BadJson("data is not an object"),
        { } data when data.GetRawText().Length > AccountChanges.MaximumMetadata => MetadataTooLong(),
        { } data => JsonInput.Fault("data", data) is { } fault ? AuthProblem.ValidationFailed($"{fault.Field}: {fault.Message}") : null,
    };

    public static Problem MetadataTooLong() => AuthProblem.ValidationFailed("User metadata cannot be longer than 4096 characters");

    /// <summary>Metadata as they are stored.</summary>
    public static string Text(JsonElement? metadata) => metadata is { ValueKind: JsonValueKind.Object } data ? data.GetRawText() : "{}";
}
