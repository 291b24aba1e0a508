using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Core.Memory;
using RaptorFlow.Core.Memory.Embeddings;
using RaptorFlow.Memory;
using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Memory.Embeddings;

/// <summary>Documents get the vectors of the model that is configured, whenever and with whichever model they came.</summary>
public sealed class ReembeddingTests(EmbeddedStack stack) : IAsyncLifetime
{
    private const string Cheap = "The cheap plan has three seats.";
    private readonly MeaningModel _model = new();
    private MemoryFixture _memory = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _memory = await MemoryFixture.CreateAsync(stack);

    public ValueTask DisposeAsync() => _memory.DisposeAsync();

    [Fact]
    public async Task AnotherModel_DocumentsOfBeforeAreFoundByTheirWords_ThenByWhatTheyMean()
    {
        var before = _memory.Start();
        var workspace = await _memory.WorkspaceAsync(before);
        var document = await before.AddAsync(workspace, "Plans", Cheap);
        var (now, reader) = (_memory.Start(model: _model), _memory.Start(model: _model));

        Assert.Empty(await reader.SearchAsync(workspace, "affordable"));
        Assert.Null(Assert.Single(await reader.SearchAsync(workspace, "cheap")).VectorRank);

        Assert.Equal(1, await EmbedAsync(now));

        Assert.Equal((document, 1), Place(Assert.Single(await reader.SearchAsync(workspace, "affordable"))));
        Assert.Contains("Plans\n\n" + Cheap, _model.Texts);
        Assert.Equal(0, await EmbedAsync(now));
    }

    [Fact]
    public async Task BackToHashedVectors_IsAChangeOfTheModelAsWell()
    {
        var with = _memory.Start(model: _model);
        var workspace = await _memory.WorkspaceAsync(with);
        await with.AddAsync(workspace, "Plans", Cheap);
        var without = _memory.Start();

        Assert.Null(Assert.Single(await without.SearchAsync(workspace, "cheap")).VectorRank);
        Assert.Equal(1, await EmbedAsync(without));

        Assert.NotNull(Assert.Single(await without.SearchAsync(workspace, "cheap")).VectorRank);
    }

    [Fact]
    public async Task ModelAway_DocumentsAreTakenAllTheSame_AndEmbeddedWhenItIsBack()
    {
        var process = _memory.Start(model: _model);
        var workspace = await _memory.WorkspaceAsync(process);
        _model.Fault = _ => MeaningModel.Away;

        await process.AddAsync(workspace, "Plans", Cheap);

        Assert.Null(Assert.Single(await process.SearchAsync(workspace, "cheap")).VectorRank);
        Assert.Equal(0, await EmbedAsync(process));
        _model.Fault = _ => null;
        Assert.Equal(0, await EmbedAsync(process));
        await ForgetTriesAsync(process, workspace);
        Assert.Equal(1, await EmbedAsync(process));
        Assert.Single(await process.SearchAsync(workspace, "affordable"));
    }

    [Fact]
    public async Task ModelAway_IsNotAskedForEveryDocument()
    {
        var before = _memory.Start();
        var workspace = await _memory.WorkspaceAsync(before);
        foreach (var number in Enumerable.Range(0, 5))
            await before.AddAsync(workspace, "Plans", $"{Cheap} {number}");
        _model.Fault = _ => MeaningModel.Away;

        await EmbedAsync(_memory.Start(model: _model));

        Assert.Single(_model.Texts);
    }

    [Fact]
    public async Task WorkspaceWithoutMoney_WaitsWithAllItsDocuments_AndNobodyWaitsForIt()
    {
        var before = _memory.Start();
        var (poor, rich) = (await _memory.WorkspaceAsync(before), await _memory.WorkspaceAsync(before));
        foreach (var number in Enumerable.Range(0, 30))
            await before.AddAsync(poor, "Poor", $"{Cheap} {number}");
        await before.AddAsync(rich, "Rich", Cheap);
        _model.Fault = text => text.StartsWith("Poor", StringComparison.Ordinal) ? MeaningModel.Poor : null;
        var now = _memory.Start(model: _model);

        Assert.Equal(1, await EmbedAsync(now));

        Assert.Equal(["Poor", "Rich"], _model.Texts.Select(text => text[..4]));
        Assert.Single(await now.SearchAsync(rich, "affordable"));
        Assert.NotEmpty(await now.SearchAsync(poor, "cheap"));
    }

    [Fact]
    public async Task DocumentThatFails_IsLeftForLater_AndTheOthersHaveTheirTurn()
    {
        var before = _memory.Start();
        var workspace = await _memory.WorkspaceAsync(before);
        await before.AddAsync(workspace, "Odd", Cheap);
        await before.AddAsync(workspace, "Even", $"{Cheap} Two.");
        _model.Fault = text => text.StartsWith("Odd", StringComparison.Ordinal) ? new InvalidOperationException("odd") : null;
        var now = _memory.Start(model: _model);

        Assert.Equal(1, await EmbedAsync(now));

        Assert.Equal("Even", Assert.Single(await now.SearchAsync(workspace, "affordable")).Title);
    }

    [Fact]
    public async Task DocumentReplacedMeanwhile_KeepsTheVectorsOfItsNewText()
    {
        var before = _memory.Start();
        var workspace = await _memory.WorkspaceAsync(before);
        var document = await before.AddAsync(workspace, "Plans", Cheap);
        var now = _memory.Start(model: _model);
        var replaced = false;
        _model.Before = async () =>
        {
            if (replaced)
                return;
            replaced = true;
            await now.GetRequiredService<MemoryStore>().ReplaceAsync(workspace, document, new("A ship sails."), Token);
        };

        await EmbedAsync(now);

        Assert.Empty(await now.SearchAsync(workspace, "affordable"));
        Assert.Equal((document, 1), Place(Assert.Single(await now.SearchAsync(workspace, "boat"))));
    }

    [Fact]
    public async Task OneHostAtATime()
    {
        var (one, two) = (_memory.Start(model: _model), _memory.Start(model: _model));
        var workspace = await _memory.WorkspaceAsync(one);
        await _memory.Start().AddAsync(workspace, "Plans", Cheap);
        var meanwhile = 0;
        _model.Before = async () => meanwhile = await EmbedAsync(two);

        Assert.Equal(1, await EmbedAsync(one));

        Assert.Equal(-1, meanwhile);
    }

    [Fact]
    public async Task VectorIndex_FollowsToTheNewModel()
    {
        var index = new FakeVectorIndex();
        var before = _memory.Start(index);
        var workspace = await _memory.WorkspaceAsync(before);
        await before.AddAsync(workspace, "Plans", Cheap);
        await before.ApplyAsync();
        var now = _memory.Start(index, model: _model);

        await EmbedAsync(now);
        await now.ApplyAsync();

        Assert.Equal(1, index.Count);
        Assert.Single(await now.SearchAsync(workspace, "affordable"));
        Assert.Equal(1, index.Searches);
    }

    private static (Guid, int?) Place(MemoryHit hit) => (hit.DocumentId, hit.VectorRank);

    private static Task<int> EmbedAsync(IServiceProvider process) => process.GetRequiredService<Reembedding>().EmbedDueAsync(Token);

    private static Task ForgetTriesAsync(IServiceProvider process, Guid workspace) =>
        process.ExecuteAsync(workspace, "update memory_documents set embed_tried_at = now() - interval '1 day' where embed_tried_at is not null");
}
