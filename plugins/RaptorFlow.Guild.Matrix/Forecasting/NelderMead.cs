namespace RaptorFlow.Guild.Matrix.Forecasting;

/// <summary>Minimises without derivatives (Nelder and Mead, The Computer Journal 7(4), 1965): reflect, expand, contract, shrink.</summary>
internal static class NelderMead
{
    private const int MostSteps = 300;
    private const double Tolerance = 1e-10;

    public static (double[] Point, double Value) Minimise(Func<double[], double> function, double[] start)
    {
        var simplex = Enumerable.Range(0, start.Length + 1)
            .Select(i => start.Select((x, k) => k == i - 1 ? x + 1 : x).ToArray())
            .Select(p => (Point: p, Value: function(p)))
            .OrderBy(v => v.Value)
            .ToArray();
        for (var step = 0; step < MostSteps && simplex[^1].Value - simplex[0].Value > Tolerance * (Math.Abs(simplex[0].Value) + Tolerance); step++)
        {
            Improve(simplex, function);
            Array.Sort(simplex, (a, b) => a.Value.CompareTo(b.Value));
        }
        return simplex[0];
    }

    private static void Improve((double[] Point, double Value)[] simplex, Func<double[], double> function)
    {
        var worst = simplex[^1];
        var centre = Enumerable.Range(0, worst.Point.Length).Select(k => simplex[..^1].Average(v => v.Point[k])).ToArray();
        (double[] Point, double Value) Try(double factor)
        {
            var point = centre.Select((c, k) => c + factor * (worst.Point[k] - c)).ToArray();
            return (point, function(point));
        }
        var reflected = Try(-1);
        if (reflected.Value < simplex[0].Value)
        {
            var expanded = Try(-2);
            simplex[^1] = expanded.Value < reflected.Value ? expanded : reflected;
        }
        else if (reflected.Value < simplex[^2].Value)
        {
            simplex[^1] = reflected;
        }
        else
        {
            var contracted = reflected.Value < worst.Value ? Try(-0.5) : Try(0.5);
            if (contracted.Value < Math.Min(reflected.Value, worst.Value))
                simplex[^1] = contracted;
            else
                Shrink(simplex, function);
        }
    }

    private static void Shrink((double[] Point, double Value)[] simplex, Func<double[], double> function)
    {
        for (var i = 1; i < simplex.Length; i++)
        {
            var point = simplex[i].Point.Select((x, k) => simplex[0].Point[k] + (x - simplex[0].Point[k]) / 2).ToArray();
            simplex[i] = (point, function(point));
        }
    }
}
