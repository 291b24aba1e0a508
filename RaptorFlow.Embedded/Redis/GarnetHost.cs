using System.Globalization;
using Garnet;
using RaptorFlow.Embedded.Processes;

namespace RaptorFlow.Embedded.Redis;

/// <summary>The child process that is the Redis-protocol server: all in memory, nothing kept, gone with its parent.</summary>
internal static class GarnetHost
{
    public const string PasswordVariable = "RAPTORFLOW_GARNET_PASSWORD";
    public const string Ready = "garnet ready";
    public const int PortTaken = 98;

    public static int Run(string[] options)
    {
        UnixProcess.LeaveTerminal();
        if (options is not ["--port", var port])
        {
            Console.Error.WriteLine("garnet: --port N expected");
            return 64;
        }

        // Nothing is kept, so nothing needs an orderly end. Started first: the parent may be gone before the server is up.
        new Thread(DieWithParent) { IsBackground = true }.Start();
        if (!IsFree(int.Parse(port, CultureInfo.InvariantCulture)))
            return PortTaken;
        using var server = new GarnetServer([.. Settings(port, Environment.GetEnvironmentVariable(PasswordVariable))]);
        server.Start();
        Console.WriteLine(Ready);
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    private static IEnumerable<string> Settings(string port, string? password) =>
    [
        "--port", port,
        "--bind", "127.0.0.1",
        "--lua", "true",
        "--lua-transaction-mode", "true",
        "--memory", "64m",
        "--page", "1m",
        "--index", "1m",
        "--pubsub-pagesize", "64k",
        "--logger-level", "Error",
        .. string.IsNullOrEmpty(password) ? Array.Empty<string>() : ["--auth", "Password", "--password", password],
    ];

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private static void DieWithParent()
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        while (input.ReadLine() is { } line && line != "kill")
        {
        }

        System.Diagnostics.Process.GetCurrentProcess().Kill();
    }
}
