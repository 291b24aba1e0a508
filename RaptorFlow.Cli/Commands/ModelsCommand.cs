using System.CommandLine;
using System.Globalization;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Commands;

/// <summary>Which models there are, and how their providers are.</summary>
internal static class ModelsCommand
{
    private static readonly string[] Columns = ["Model", "Provider", "Tiers", "In, USD/M", "Out, USD/M", "State"];

    public static Command Create(Connection connection, CliEnvironment environment)
    {
        var command = new Command("models", "The models in the order in which they are asked, and how their providers are");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            var models = await client.GetAsync<ModelsView>("/api/models", cancellationToken);
            var providers = models.Providers.ToDictionary(provider => provider.Name, StringComparer.OrdinalIgnoreCase);
            Listing.Write(environment, Columns, models.Models.Select(model => Cells(model, providers.GetValueOrDefault(model.Provider))));
            foreach (var failed in models.Providers.Where(provider => provider.LastFailure is not null))
                environment.Out.WriteLine($"{CleanText.Of(failed.Name)}, last failure at {failed.LastFailureAt?.ToString("u", CultureInfo.InvariantCulture)}: {CleanText.Of(failed.LastFailure)}");
            if (models.Hosts == 0)
                environment.Error.WriteLine("No agent host is there to ask a model.");
            return 0;
        });
        return command;
    }

    private static string?[] Cells(ModelView model, ProviderView? provider) =>
    [
        model.Id, model.Provider, string.Join(", ", model.Tiers), Price(model.Prices.Input), Price(model.Prices.Output),
        !model.Available ? "not configured"
            : provider is { Circuits.Count: > 0 } && provider.Circuits.Keys.Any(circuit => circuit != "closed") ? string.Join(", ", provider.Circuits.Select(c => $"{c.Value} {c.Key}"))
            : "in use",
    ];

    private static string Price(decimal dollars) => dollars.ToString("0.####", CultureInfo.InvariantCulture);
}
