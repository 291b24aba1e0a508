using System.Globalization;
using System.Text;

namespace RaptorFlow.Core.Web.Robots;

/// <summary>What a robots.txt says to one program (RFC 9309): the longest rule that matches decides, and of two as long the one that allows.</summary>
internal sealed class RobotsRules
{
    private readonly List<(string Pattern, bool Allows)> _rules;

    private RobotsRules(List<(string Pattern, bool Allows)> rules) => _rules = rules;

    public static RobotsRules Everything { get; } = new([]);

    /// <summary>About how many bytes it takes to keep.</summary>
    public long Size => 64 + _rules.Sum(rule => 48L + (rule.Pattern.Length * 2));

    /// <param name="text">The file.</param>
    /// <param name="token">The program's name: letters, <c>-</c> and <c>_</c>.</param>
    public static RobotsRules Parse(string text, string token)
    {
        var (mine, everybodys) = (new List<(string, bool)>(), new List<(string, bool)>());
        var (forMe, forAll, named, inRules) = (false, false, false, false);
        foreach (var line in text.AsSpan().TrimStart('\ufeff').EnumerateLines())
        {
            if (Field(line) is not var (key, value))
                continue;
            if (key.Equals("user-agent", StringComparison.OrdinalIgnoreCase))
            {
                if (inRules)
                    (forMe, forAll, inRules) = (false, false, false);
                var name = Token(value);
                forAll |= value.StartsWith('*');
                forMe |= name.Equals(token, StringComparison.OrdinalIgnoreCase);
                named |= forMe;
            }
            else if (key.Equals("allow", StringComparison.OrdinalIgnoreCase) || key.Equals("disallow", StringComparison.OrdinalIgnoreCase))
            {
                inRules = true;
                if (value.Length == 0)
                    continue;
                var rule = (Normalise(value), key.Equals("allow", StringComparison.OrdinalIgnoreCase));
                if (forMe)
                    mine.Add(rule);
                else if (forAll)
                    everybodys.Add(rule);
            }
        }
        return new(named ? mine : everybodys);
    }

    /// <param name="pathAndQuery">Of the address.</param>
    public bool Allows(string pathAndQuery)
    {
        var path = Normalise(pathAndQuery);
        if (path == "/robots.txt")
            return true;
        var (longest, allows) = (-1, true);
        foreach (var (pattern, allow) in _rules)
        {
            if (pattern.Length < longest || (pattern.Length == longest && (allows || !allow)) || !Matches(pattern, path))
                continue;
            (longest, allows) = (pattern.Length, allow);
        }
        return allows;
    }

    // Each stretch between stars at its first place after the one before: no other place could do better, save for the last before the end.
    private static bool Matches(string pattern, string path)
    {
        var anchored = pattern.EndsWith('$');
        var parts = (anchored ? pattern[..^1] : pattern).Split('*');
        if (!path.StartsWith(parts[0], StringComparison.Ordinal))
            return false;
        var at = parts[0].Length;
        for (var i = 1; i < parts.Length; i++)
        {
            if (anchored && i == parts.Length - 1)
                return path.Length - at >= parts[i].Length && path.EndsWith(parts[i], StringComparison.Ordinal);
            var found = path.IndexOf(parts[i], at, StringComparison.Ordinal);
            if (found < 0)
                return false;
            at = found + parts[i].Length;
        }
        return !anchored || at == path.Length;
    }

    private static (string Key, string Value)? Field(ReadOnlySpan<char> line)
    {
        var comment = line.IndexOf('#');
        if (comment >= 0)
            line = line[..comment];
        var colon = line.IndexOf(':');
        return colon < 0 ? null : (line[..colon].Trim().ToString(), line[(colon + 1)..].Trim().ToString());
    }

    private static ReadOnlySpan<char> Token(string value)
    {
        var end = 0;
        while (end < value.Length && (char.IsAsciiLetter(value[end]) || value[end] is '-' or '_'))
            end++;
        return value.AsSpan(0, end);
    }

    /// <summary>Octets are compared: what need not be escaped is not, all else is, in capitals.</summary>
    private static string Normalise(string text)
    {
        var octets = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                Append(octets, octet, escapes: !IsUnreserved((char)octet));
                i += 2;
            }
            else if (char.IsAscii(text[i]))
            {
                octets.Append(text[i]);
            }
            else
            {
                var length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
                foreach (var part in Encoding.UTF8.GetBytes(text.Substring(i, length)))
                    Append(octets, part, escapes: true);
                i += length - 1;
            }
        }
        return octets.ToString();
    }

    private static void Append(StringBuilder octets, byte octet, bool escapes)
    {
        if (escapes)
            octets.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        else
            octets.Append((char)octet);
    }

    private static bool IsUnreserved(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_' or '~';
}
