using System.Diagnostics;

namespace RaptorFlow.Embedded.Postgres;

/// <summary>Makes a server's data folder with initdb, whole or not at all.</summary>
internal static class ServerInitialization
{
    // Unicode rules for text where the system has them; plain bytes where it has none.
    private static readonly string[] _locales = ["C.UTF-8", "en_US.UTF-8", "C"];

    public static async Task EnsureAsync(ServerFolder folder, PostgresBinaries binaries, string password, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder.Data))
            return;

        var failure = "";
        foreach (var locale in _locales)
        {
            var draft = folder.CreateForServer("data.new");
            var passwordFile = Path.Combine(folder.Path, "superuser.new");
            PrivateFile.Write(passwordFile, password);
            folder.GiveToServer(passwordFile);
            try
            {
                failure = await RunAsync(folder, binaries, draft, passwordFile, locale, cancellationToken);
            }
            finally
            {
                File.Delete(passwordFile);
            }

            if (failure.Length == 0)
            {
                Directory.Move(draft, folder.Data);
                return;
            }
        }

        throw new EmbeddedException($"initdb failed in {folder.Path}: {failure}");
    }

    private static async Task<string> RunAsync(ServerFolder folder, PostgresBinaries binaries, string data, string passwordFile, string locale, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(binaries.InitDb,
        [
            "-D", data, "--username=postgres", $"--pwfile={passwordFile}", "--auth=scram-sha-256",
            "--encoding=UTF8", $"--locale={locale}", "--no-sync", "--no-instructions",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        if (folder.Account is { } account)
            start.UserName = account.Name;

        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = await process.StandardError.ReadToEndAsync(cancellationToken);
            await output;
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? "" : error.Trim();
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
