using System.Diagnostics;
using System.Globalization;

namespace RaptorFlow.Bench.Models;

/// <summary>What this process and the servers have had of the processors, in seconds.</summary>
internal sealed record Processors(double Host, double Postgres, double Vendor)
{
    private const double TicksPerSecond = 100;

    /// <param name="postgres">The process that all others of Postgres are children of.</param>
    /// <param name="vendor">The provider.</param>
    public static Processors Used(int postgres, int vendor) => new(
        Environment.CpuUsage.TotalTime.TotalSeconds,
        Stats().Where(s => s.Parent == postgres).Sum(s => s.Seconds) + Stat(postgres)!.SecondsOfChildren,
        Stat(vendor)!.Seconds);

    public static int ParentOf(int process) => Stat(process)!.Parent;

    public Processors Since(Processors before) => new(Host - before.Host, Postgres - before.Postgres, Vendor - before.Vendor);

    /// <summary>The load average of the last minute.</summary>
    public static double Load => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    private static IEnumerable<Times> Stats() => Process.GetProcesses().Select(p =>
    {
        using (p)
            return Stat(p.Id);
    }).OfType<Times>();

    private static Times? Stat(int process)
    {
        try
        {
            // The name, which may hold anything, ends with the last bracket.
            var fields = File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return new(int.Parse(fields[1], CultureInfo.InvariantCulture), Ticks(11) + Ticks(12), Ticks(13) + Ticks(14));

            double Ticks(int field) => double.Parse(fields[field], CultureInfo.InvariantCulture) / TicksPerSecond;
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }

    private sealed record Times(int Parent, double Seconds, double SecondsOfChildren);
}
