namespace RaptorFlow.Cli.Api;

internal sealed record ModelsView(int Hosts, IReadOnlyList<ProviderView> Providers, IReadOnlyList<ModelView> Models);

internal sealed record ProviderView(string Name, IReadOnlyDictionary<string, int> Circuits, string? LastFailure, DateTimeOffset? LastFailureAt);

internal sealed record ModelView(string Id, string Provider, bool Available, IReadOnlyList<string> Tiers, PricesView Prices);

internal sealed record PricesView(decimal Input, decimal Output);
