using System.Security.Cryptography;
using System.Text.Json;

namespace RaptorFlow.Embedded.Postgres;

/// <summary>The generated passwords of a server's roles, kept beside its data for its owner's eyes only.</summary>
internal sealed record PostgresPasswords(string Superuser, string Owner, string App)
{
    public static PostgresPasswords Generate() => new(Next(), Next(), Next());

    public static PostgresPasswords LoadOrCreate(string path)
    {
        if (File.Exists(path))
        {
            return JsonSerializer.Deserialize<PostgresPasswords>(File.ReadAllText(path))
                ?? throw new EmbeddedException($"{path} holds no passwords. Restore it, or delete its folder to begin with an empty database.");
        }

        var passwords = Generate();
        PrivateFile.Write(path, JsonSerializer.Serialize(passwords));
        return passwords;
    }

    // Hexadecimal, so that it needs no quoting anywhere.
    private static string Next() => RandomNumberGenerator.GetHexString(40, lowercase: true);
}
