using System.Numerics.Tensors;
using RaptorFlow.Core.Memory;
using RaptorFlow.Memory;

namespace RaptorFlow.Core.Tests.Memory;

/// <summary>Rankings leave out work, and never a passage.</summary>
public sealed class RankingTests
{
    private const int Dimensions = 64;

    private readonly Random _random = new(20261123);

    [Theory]
    [InlineData("dense")]
    [InlineData("sparse")]
    [InlineData("alike")]
    [InlineData("tied")]
    [InlineData("zero")]
    public void Nearest_OfAnyKindOfVectors_AreThoseOfAnExactComparisonInItsOrder(string kind)
    {
        var centre = Unit(Numbers());
        var all = Enumerable.Range(1, 5_000).Select(id => new Passage(id, Vector(kind, centre), [])).ToArray();
        var index = Index(all, gone: id => id % 17 == 0);
        var there = all.Where(p => p.Id % 17 != 0).ToArray();
        foreach (var query in new[] { centre, all[7].Vector, Unit(Numbers()), Vector("sparse", centre) })
        {
            var expected = there.Select(p => new Found(p.Id, TensorPrimitives.Dot<float>(query, p.Vector))).Where(f => f.Score >= WorkspaceIndex.LeastLikeness)
                .OrderByDescending(f => f.Score).ThenBy(f => f.Id).ToArray();
            foreach (var count in new[] { 1, 10, 100, 10_000 })
                Assert.Equal(expected.Take(count), index.Nearest(query, MemoryFilter.None, count));
        }
    }

    [Fact]
    public void Nearest_VectorsWithWhatIsNoNumber_FindsTheOthers()
    {
        var all = Enumerable.Range(1, 300).Select(id => new Passage(id, Unit(Numbers()), [])).ToArray();
        all[3].Vector[5] = float.NaN;
        var query = all[20].Vector;
        var found = Index(all, _ => false).Nearest(query, MemoryFilter.None, 10);
        Assert.Equal(all.Where(p => p.Id != 4).OrderByDescending(p => TensorPrimitives.Dot<float>(query, p.Vector)).Select(p => p.Id).Take(10), found.Select(f => f.Id));
    }

    [Fact]
    public void ByWords_RareAndCommonWords_AreThoseOfScoringAllPassages()
    {
        // The n-th word is in about every n-th passage: the first ones are left to be looked up.
        var all = Enumerable.Range(1, 6_000).Select(id => new Passage(id, new float[Dimensions],
            [.. Enumerable.Range(1, 40).Where(n => _random.Next(n) == 0).Select(n => new MentionedWord($"w{n}", _random.Next(10) == 0 ? 1 : 0, 1 + _random.Next(_random.Next(1, 9))))])).ToArray();
        var index = Index(all, gone: id => id % 13 == 0);
        var there = all.Where(p => p.Id % 13 != 0).ToArray();
        for (var round = 0; round < 40; round++)
        {
            var words = Enumerable.Range(1, 45).Where(_ => _random.Next(6) == 0).Select(n => $"w{n}").ToArray();
            var scores = Bm25(there, words);
            foreach (var count in new[] { 1, 10, 100 })
            {
                var found = index.ByWords([.. words.Select(w => WordHash.Of("simple", w))], MemoryFilter.None, count);
                var best = scores.Values.Where(score => score > 0).OrderDescending().Take(count).ToArray();
                Assert.Equal(best.Length, found.Select(f => f.Id).Distinct().Count());
                Assert.All(found.Zip(best), pair => Assert.Equal(pair.Second, pair.First.Score, pair.Second * 1e-5));
                Assert.All(found, f => Assert.Equal(scores[f.Id], f.Score, f.Score * 1e-5));
            }
        }
    }

    [Fact]
    public void ByWords_EqualPassages_StandInTheOrderOfTheirIds()
    {
        var all = Enumerable.Range(1, 3_000).Select(id => new Passage(id, new float[Dimensions], [new("same", 0, 1), new("words", 1, 2)])).ToArray();
        var found = Index(all, _ => false).ByWords([WordHash.Of("simple", "words"), WordHash.Of("simple", "same")], MemoryFilter.None, 100);
        Assert.Equal(Enumerable.Range(1, 100).Select(id => (long)id), found.Select(f => f.Id));
    }

    private static Dictionary<long, double> Bm25(Passage[] all, string[] words)
    {
        var average = all.Sum(Length) / (double)all.Length;
        var rarity = words.ToDictionary(w => w, w => all.Count(p => p.Words.Any(m => m.Word == w))).ToDictionary(w => w.Key, w => Math.Log(1 + ((all.Length - w.Value + 0.5) / (w.Value + 0.5))));
        return all.ToDictionary(p => p.Id, p => p.Words.Where(m => rarity.ContainsKey(m.Word)).Sum(m =>
        {
            var mentions = (2 * m.InHeadings) + m.InText;
            return rarity[m.Word] * mentions * 1.8 / (mentions + (0.8 * (0.75 + (0.25 * Length(p) / average))));
        }));
    }

    private static int Length(Passage passage) => passage.Words.Sum(w => w.InHeadings + w.InText);

    private float[] Numbers() => [.. Enumerable.Range(0, Dimensions).Select(_ => (float)(_random.NextDouble() - 0.5))];

    private float[] Vector(string kind, float[] centre) => kind switch
    {
        "dense" => Unit(Numbers()),
        "sparse" => Unit([.. Numbers().Select(n => _random.Next(10) == 0 ? n : 0)]),
        // Nearer to each other than a byte can tell.
        "alike" => Unit([.. centre.Zip(Numbers(), (c, n) => c + (n * 1e-4f))]),
        "tied" => _random.Next(2) == 0 ? centre : Unit([.. centre.Select((c, i) => i == 0 ? -c : c)]),
        _ => _random.Next(3) == 0 ? Unit(Numbers()) : new float[Dimensions],
    };

    // Several segments, one document to a passage.
    private static WorkspaceIndex Index(Passage[] all, Func<long, bool> gone)
    {
        var segments = all.Chunk(1_500).Select(part =>
        {
            var builder = new SegmentBuilder(Dimensions);
            foreach (var passage in part)
                builder.Add(new(Key(passage.Id), new(MemoryCollections.CodexKnowledge, null, null, null)), "simple", [], passage.Id, passage.Vector, passage.Words);
            return builder.Build();
        });
        return new WorkspaceIndex(1, [.. segments]).Next(2, all.Where(p => gone(p.Id)).Select(p => Key(p.Id)).ToHashSet(), []);
    }

    private static Guid Key(long id) => new((int)id, 0, 0, new byte[8]);

    private static float[] Unit(float[] vector)
    {
        var length = Math.Sqrt(vector.Sum(v => (double)v * v));
        return length == 0 ? vector : [.. vector.Select(v => (float)(v / length))];
    }

    private sealed record Passage(long Id, float[] Vector, MentionedWord[] Words);
}
