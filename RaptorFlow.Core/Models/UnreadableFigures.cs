using System.ComponentModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace RaptorFlow.Core.Models;

/// <summary>
/// Figures of the catalogue that are no numbers. The configuration binder leaves out every entry of a list that it cannot read, and says nothing.
/// </summary>
internal sealed class UnreadableFigures(IConfiguration configuration) : IValidateOptions<ModelOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelOptions options)
    {
        List<string> errors = [.. configuration.GetSection($"{ModelOptions.Section}:{nameof(ModelOptions.Catalogue)}").GetChildren()
            .SelectMany(entry => Of(entry, typeof(ModelEntry)).Concat(Of(entry.GetSection(nameof(ModelEntry.LongContext)), typeof(LongContextEntry))))];
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Of(IConfigurationSection entry, Type type)
    {
        foreach (var property in type.GetProperties())
        {
            if (Nullable.GetUnderlyingType(property.PropertyType) is { } number && entry[property.Name] is { Length: > 0 } text && !TypeDescriptor.GetConverter(number).IsValid(text))
                yield return $"{entry.Path}:{property.Name} is '{text}'; it must be a number.";
        }
    }
}
