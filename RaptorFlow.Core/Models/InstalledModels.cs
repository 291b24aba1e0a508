using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Models;

/// <summary>What the installation can ask of models, as its agent hosts report. A host not heard of for a while counts no more.</summary>
public sealed class InstalledModels(Database database)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    /// <summary>Takes in what a host says, and out those that ended long ago without a word.</summary>
    public async Task ReportAsync(string host, ModelReport report, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(cancellationToken);
        await scope.ExecuteAsync("""
            insert into model_reports (host, providers, models, seen_at) values (@Host, @Providers::jsonb, @Models::jsonb, now())
            on conflict (host) do update set providers = excluded.providers, models = excluded.models, seen_at = now();
            delete from model_reports where seen_at < now() - @Forgotten;
            """, new { Host = host, Providers = CoreJson.Serialize(report.Providers), Models = CoreJson.Serialize(report.Models), Forgotten }, cancellationToken);
        await scope.CommitAsync(cancellationToken);
    }

    /// <summary>Takes out a host that stops.</summary>
    public async Task RemoveAsync(string host, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(cancellationToken);
        await scope.ExecuteAsync("delete from model_reports where host = @Host", new { Host = host }, cancellationToken);
        await scope.CommitAsync(cancellationToken);
    }

    public async Task<ModelsView> ViewAsync(CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(cancellationToken);
        var rows = await scope.QueryAsync<(string Providers, string Models)>(
            "select providers::text, models::text from model_reports where seen_at > now() - @Silence order by seen_at desc", new { Silence }, cancellationToken);
        return ModelsView.Of([.. rows.Select(row => new ModelReport(
            CoreJson.Deserialize<IReadOnlyList<ProviderHealth>>(row.Providers), CoreJson.Deserialize<IReadOnlyList<ModelListing>>(row.Models)))]);
    }
}

/// <summary>What one host can ask.</summary>
public sealed record ModelReport(IReadOnlyList<ProviderHealth> Providers, IReadOnlyList<ModelListing> Models);
