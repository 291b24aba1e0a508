using RaptorFlow.Guild.Matrix.Forecasting;
using RaptorFlow.Guilds;

namespace RaptorFlow.Guild.Matrix;

/// <summary>Reads figures and signals.</summary>
public sealed class MatrixGuild : IGuild
{
    /// <inheritdoc/>
    public string Name => "matrix";

    /// <inheritdoc/>
    public string DisplayName => "Matrix Guild";

    /// <inheritdoc/>
    public void Configure(IGuildBuilder guild)
    {
        ArgumentNullException.ThrowIfNull(guild);
        guild.AddBehaviour<DemandForecastAgent>("demand-forecast");
    }
}
