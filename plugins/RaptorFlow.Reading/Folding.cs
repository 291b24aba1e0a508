using System.Globalization;
using System.Text;

namespace RaptorFlow.Reading;

/// <summary>Makes letters comparable: lower case, no accents.</summary>
internal static class Folding
{
    private static readonly string[] Latin = [.. Enumerable.Range(0, 0x250).Select(c => Compute((char)c))];

    public static bool IsWord(char c) => char.IsLetterOrDigit(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    public static void Append(StringBuilder target, char c)
    {
        if (c < Latin.Length)
            target.Append(Latin[c]);
        else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            target.Append(char.ToLowerInvariant(c));
    }

    private static string Compute(char c) => c switch
    {
        '\'' => "",
        'ß' => "ss",
        'æ' or 'Æ' => "ae",
        'œ' or 'Œ' => "oe",
        'ø' or 'Ø' => "o",
        'ł' or 'Ł' => "l",
        'đ' or 'Đ' => "d",
        _ => char.IsLetter(c) ? c.ToString().Normalize(NormalizationForm.FormD)[..1].ToLowerInvariant() : c.ToString(),
    };
}
