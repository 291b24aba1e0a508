using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Memory.Codex;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Core.Memory.Embeddings;

/// <summary>The model of the configuration: asked some texts at a time, each time held, asked and settled on the account of whoever wants them.</summary>
internal sealed class ConfiguredEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    // What vendors put around a text.
    private const int PerText = 8;
    private const int BytesPerToken = 4;

    private readonly EmbeddingOptions _options;
    private readonly EmbeddingModel _model;
    private readonly ProviderChannels _channels;
    private readonly IBudgetLedger _ledger;
    private readonly Settlements _settlements;
    private readonly EmbeddingGeneratorMetadata _metadata;

    public ConfiguredEmbeddingGenerator(IOptions<MemoryOptions> options, ProviderChannels channels, IBudgetLedger ledger, Settlements settlements)
    {
        (_options, _channels, _ledger, _settlements) = (options.Value.Embedding, channels, ledger, settlements);
        _model = _options.ToModel();
        _metadata = new(_model.Provider, null, NameOf(_model, _options.PassagePrefix), _model.Dimensions);
    }

    /// <summary>What its vectors are known by. Vectors of prefixed passages cannot be compared with those of bare ones.</summary>
    private static string NameOf(EmbeddingModel model, string prefix) =>
        prefix.Length == 0 ? model.Name : $"{model.Name}+{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prefix)).AsSpan(0, 4))}";

    /// <exception cref="NoEmbeddingException">The provider does not answer, or the workspace cannot pay.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = EmbeddingCall.Of(options);
        var prefix = call.Purpose == EmbeddingPurpose.Query ? _options.QueryPrefix : _options.PassagePrefix;
        var made = new GeneratedEmbeddings<Embedding<float>> { Usage = new() { InputTokenCount = 0 } };
        foreach (var texts in values.Select(text => prefix + text).Chunk(_options.BatchSize))
        {
            var (vectors, tokens) = await PayAsync(texts, call, cancellationToken);
            made.AddRange(vectors);
            made.Usage.InputTokenCount += tokens;
        }
        made.Usage.TotalTokenCount = made.Usage.InputTokenCount;
        return made;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        return serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
    }

    private async Task<(IReadOnlyList<Embedding<float>> Vectors, long Tokens)> PayAsync(string[] texts, EmbeddingCall call, CancellationToken cancellationToken)
    {
        // A token is at least a byte. The product's own documents are few, and the installation's to pay for: no member's limit is theirs.
        var most = call.Account.WorkspaceId == CodexArticle.Workspace ? 0 : Micros(texts.Sum(text => Encoding.UTF8.GetByteCount(text) + PerText));
        var held = await _ledger.HoldAsync(call.Account, most, cancellationToken);
        if (held.Hold is not { } hold)
            throw new NoEmbeddingException($"{held.Refusal}.", overBudget: true);
        GeneratedEmbeddings<Embedding<float>> answer;
        try
        {
            answer = await _channels.EmbedAsync(_model, texts, call.Purpose, cancellationToken);
        }
        catch (Exception)
        {
            await _ledger.ReleaseAsync(hold, CancellationToken.None);
            throw;
        }
        // Paid for, whatever it is worth.
        var tokens = answer.Usage?.InputTokenCount ?? answer.Usage?.TotalTokenCount;
        var counted = Math.Max(0, tokens ?? texts.Sum(text => (Encoding.UTF8.GetByteCount(text) / BytesPerToken) + 1));
        await _settlements.SettleAsync(hold, new()
        {
            Model = _model.Name,
            Provider = _model.Provider,
            InputTokens = counted,
            OutputTokens = 0,
            CostMicros = Micros(counted),
            Estimated = tokens is null,
        }, null);
        return ([.. Checked(answer, texts.Length).Select(vector => new Embedding<float>(vector) { ModelId = _metadata.DefaultModelId })], counted);
    }

    private long Micros(long tokens) => (long)Math.Ceiling(tokens * _options.PricePerMillion!.Value);

    private IEnumerable<float[]> Checked(GeneratedEmbeddings<Embedding<float>> answer, int asked)
    {
        if (answer.Count != asked)
            throw Wrong($"gave {answer.Count} vectors for {asked} texts");
        foreach (var embedding in answer)
        {
            var vector = embedding.Vector.ToArray();
            if (vector.Length != _model.Dimensions)
                throw Wrong($"gave a vector of {vector.Length} dimensions, and {MemoryOptions.Section}:{nameof(MemoryOptions.Embedding)}:{nameof(EmbeddingOptions.Dimensions)} is {_model.Dimensions}");
            var norm = TensorPrimitives.Norm<float>(vector);
            if (!float.IsFinite(norm) || norm == 0)
                throw Wrong("gave a vector without a direction");
            // Searches compare vectors of length 1, and shortened ones are not.
            TensorPrimitives.Divide(vector, norm, vector);
            yield return vector;
        }
    }

    private NoEmbeddingException Wrong(string what) => new($"{_model.Name} of {_model.Provider} {what}.");
}
