using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using RaptorFlow.Core.Memory;

namespace RaptorFlow.Core.Tests.Memory;

public sealed class OfflineEmbeddingTests
{
    private static readonly OfflineEmbeddingGenerator Generator = new();

    [Theory]
    [InlineData("pricing of the starter plan", "What does the starter plan cost? Pricing is monthly.", "Our office dog is called Rex.")]
    [InlineData("competitors", "A competitor opened last year.", "The weather was fine last year.")]
    [InlineData("cafe bruhe", "Ein Café in der Nähe: CAFÉ BRÜHE", "Ein Museum am anderen Ende der Stadt")]
    [InlineData("Haftpflichtversicherung", "Die Versicherung zahlt bei Haftpflicht.", "Der Hund bellt im Garten.")]
    public async Task Likeness_OfSharedWordsAndParts_ExceedsThatOfNone(string query, string near, string far) =>
        Assert.True(await LikenessAsync(query, near) > await LikenessAsync(query, far) + 0.1f);

    [Fact]
    public async Task Vector_OfAnyText_HasLengthOneAndNeverChanges()
    {
        var vector = await VectorAsync("Product analytics for engineers");
        Assert.Equal(OfflineEmbeddingGenerator.Dimensions, vector.Length);
        Assert.Equal(1, TensorPrimitives.Norm<float>(vector), 4);
        // Stored vectors must stay comparable: a change here needs a new model id.
        Assert.Equal(vector, await VectorAsync("Product analytics for engineers"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("!!! ---")]
    [InlineData("\ud83d")]
    public async Task Vector_OfNoWords_IsFinite(string text) => Assert.All(await VectorAsync(text), value => Assert.True(float.IsFinite(value)));

    [Fact]
    public async Task Likeness_OfStopWordsAlone_IsSmallBesideThatOfOneRealWord() =>
        Assert.True(await LikenessAsync("what is the kumquat", "kumquat marmalade") > await LikenessAsync("what is the kumquat", "what is the marmalade") + 0.3f);

    private static async Task<float> LikenessAsync(string one, string other)
    {
        var (left, right) = (await VectorAsync(one), await VectorAsync(other));
        return TensorPrimitives.Dot<float>(left, right);
    }

    private static async Task<float[]> VectorAsync(string text) => (await Generator.GenerateVectorAsync(text, cancellationToken: TestContext.Current.CancellationToken)).ToArray();
}
