using CsCheck;
using RaptorFlow.Core.Memory;
using RaptorFlow.Memory;

namespace RaptorFlow.Core.Tests.Memory;

public sealed class WorkspaceIndexTests
{
    private const int Dimensions = 8;

    private static readonly string[] Vocabulary = ["apple", "pear", "plum", "kumquat", "quince"];

    private static readonly Gen<float[]> Vectors = Gen.Float[-1, 1].Array[Dimensions].Select(Unit);

    private static readonly Gen<string> Texts = Gen.Int[0, Vocabulary.Length - 1].Array[1, 12].Select(places => string.Join(' ', places.Select((w, i) => $"{Vocabulary[w]}{i / 4}")));

    private static readonly Gen<(int Document, (float[] Vector, string Text)[] Passages)[]> Histories =
        Gen.Select(Gen.Int[0, 11], Gen.Select(Vectors, Texts).Array[0, 5]).Array[1, 40];

    [Fact]
    public void Next_AfterAnyHistory_FindsWhatAFullReadFinds() => Gen.Select(Histories, Vectors, Texts).Sample((history, query, text) =>
    {
        var (now, kept, id, version) = (new Dictionary<Guid, Stored>(), new WorkspaceIndex(0, []), 0L, 0L);
        foreach (var (document, passages) in history)
        {
            var key = Key(document);
            // No passages: the document is gone.
            now[key] = new(key, [.. passages.Select(p => (++id, p.Vector, p.Text))]);
            kept = kept.Next(++version, new HashSet<Guid> { key }, passages.Length == 0 ? [] : [Build([now[key]])]);
        }
        var anew = new WorkspaceIndex(version, [Build(now.Values)]);
        var words = Words(text);
        Assert.Equal(anew.Passages, kept.Passages);
        foreach (var among in new[] { MemoryFilter.None, new() { Types = ["odd"] } })
        {
            Assert.Equal(anew.Nearest(query, among, 7), kept.Nearest(query, among, 7));
            Assert.Equal(anew.ByWords(words, among, 7), kept.ByWords(words, among, 7));
        }
    }, iter: 400);

    [Fact]
    public void Nearest_OfManyInSeveralSegments_AreThoseThatDoublePrecisionFinds()
    {
        var random = new Random(7);
        var all = Enumerable.Range(1, 40_000).Select(id => (Id: (long)id, Vector: Unit([.. Enumerable.Range(0, Dimensions).Select(_ => (float)(random.NextDouble() - 0.5))]))).ToArray();
        var segments = all.Chunk(Segment.MaximumPassages).Select(part => Build(part.Select(p => new Stored(Key((int)p.Id), [(p.Id, p.Vector, "apple")]))));
        var index = new WorkspaceIndex(1, [.. segments]);
        for (var i = 0; i < 20; i++)
        {
            var query = all[random.Next(all.Length)].Vector;
            var least = all.Select(p => p.Vector.Zip(query, (a, b) => (double)a * b).Sum()).OrderDescending().ElementAt(49);
            var found = index.Nearest(query, MemoryFilter.None, 50);
            Assert.Equal(50, found.Select(f => f.Id).Distinct().Count());
            Assert.All(found, f => Assert.True(all[f.Id - 1].Vector.Zip(query, (a, b) => (double)a * b).Sum() >= least - 1e-6));
        }
    }

    [Fact]
    public void ByWords_RareWord_OutweighsACommonOne()
    {
        var passages = Enumerable.Range(1, 20).Select(id => ((long)id, new float[Dimensions], id == 7 ? "kumquat plum" : "apple plum")).ToArray();
        var index = new WorkspaceIndex(1, [Build([new(Key(1), passages)])]);
        Assert.Equal(7, index.ByWords(Words("apple kumquat"), MemoryFilter.None, 5)[0].Id);
    }

    [Fact]
    public void ByWords_WordOfAnotherLanguage_IsAnotherWord()
    {
        var builder = new SegmentBuilder(Dimensions);
        builder.Add(new(Key(1), new(MemoryCollections.CodexKnowledge, null, null, null)), "german", ["titel"], 1, [], [new("gift", 0, 1)]);
        var index = new WorkspaceIndex(1, [builder.Build()]);
        Assert.Empty(index.ByWords([WordHash.Of("english", "gift")], MemoryFilter.None, 5));
        Assert.Single(index.ByWords([WordHash.Of("german", "gift")], MemoryFilter.None, 5));
        Assert.Single(index.ByWords([WordHash.Of("german", "titel")], MemoryFilter.None, 5));
    }

    [Fact]
    public void Next_ManySmallChanges_KeepsFewSegments()
    {
        var index = new WorkspaceIndex(0, []);
        for (var i = 0; i < 500; i++)
            index = index.Next(i + 1, new HashSet<Guid> { Key(i) }, [Build([new(Key(i), [(i, new float[Dimensions], "apple")])])]);
        Assert.Equal(500, index.Passages);
        Assert.InRange(index.Segments.Count, 1, 12);
    }

    private sealed record Stored(Guid Id, (long Id, float[] Vector, string Text)[] Passages);

    private static Guid Key(int number) => new(number, 0, 0, new byte[8]);

    private static Segment Build(IEnumerable<Stored> documents)
    {
        var builder = new SegmentBuilder(Dimensions);
        foreach (var document in documents)
        {
            var type = document.Id.ToByteArray()[0] % 2 == 1 ? "odd" : null;
            foreach (var (id, vector, text) in document.Passages)
                builder.Add(new(document.Id, new(MemoryCollections.CodexKnowledge, type, null, null)), "simple", ["title"], id, vector, Mentioned(text));
        }
        return builder.Build();
    }

    // Words as they stand, the first of them in a heading.
    private static IEnumerable<MentionedWord> Mentioned(string text) =>
        text.Split(' ').Select((word, i) => (word, i)).GroupBy(p => p.word).Select(g => new MentionedWord(g.Key, g.Count(p => p.i == 0), g.Count(p => p.i > 0)));

    private static List<uint> Words(string text) => [.. text.Split(' ').Distinct().Select(word => WordHash.Of("simple", word))];

    private static float[] Unit(float[] vector)
    {
        var length = MathF.Sqrt(vector.Sum(v => v * v));
        return length == 0 ? vector : [.. vector.Select(v => v / length)];
    }
}
