using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Memory;

/// <summary>What a hit says of why it was found, and where.</summary>
public sealed class MemorySearchTests(EmbeddedStack stack) : IAsyncLifetime
{
    private MemoryFixture _memory = null!;
    private IServiceProvider _process = null!;
    private Guid _workspace;

    public async ValueTask InitializeAsync()
    {
        _memory = await MemoryFixture.CreateAsync(stack);
        _process = _memory.Start();
        _workspace = await _memory.WorkspaceAsync(_process);
    }

    public ValueTask DisposeAsync() => _memory.DisposeAsync();

    [Theory]
    [InlineData("The prices of subscriptions were raised, and the price list was printed.", "pricing subscription", "prices subscriptions price")]
    [InlineData("Die Preise der Verträge sind im letzten Jahr nicht gestiegen, und das ist auch für die Kunden gut.", "Vertrag Preis", "Preise Verträge")]
    [InlineData("Les entreprises qui vendent des services dans la ville sont plus nombreuses, et elles ne sont pas chères.", "entreprise service", "entreprises services")]
    [InlineData("Los precios de las casas en la ciudad son más altos que los del campo, pero no por mucho.", "precio casa", "precios casas")]
    [InlineData("Two 🦖🦖 dinosaurs and a café: the cafés of dinosaurs.", "dinosaur café", "dinosaurs café cafés dinosaurs")]
    [InlineData("The state-of-the-art full-text search of the team.", "full-text search", "full text search")]
    [InlineData("A <b>bold price</b> &amp; the \ue000prices\ue001 of it.", "price", "price prices")]
    public async Task Highlights_OfStemmedWords_AreTheWordsAsTheyStand(string text, string query, string expected)
    {
        await _process.AddAsync(_workspace, "Title", text);
        var hit = Assert.Single(await _process.SearchAsync(_workspace, query));
        Assert.Equal(text, hit.Text);
        Assert.Equal(expected, string.Join(' ', hit.Highlights.Select(h => hit.Text.Substring(h.Start, h.Length))));
    }

    [Fact]
    public async Task Highlights_OfWhatWasFoundByItsParts_AreNone()
    {
        await _process.AddAsync(_workspace, "Rules", "Compliance with the accessibility directive is required.");
        var hit = Assert.Single(await _process.SearchAsync(_workspace, "accesibility"));
        Assert.Empty(hit.Highlights);
        Assert.Null(hit.TextScore);
        Assert.Equal(hit.Score, hit.VectorContribution);
    }

    [Theory]
    [InlineData("the of and")]
    [InlineData("'' \\ ':* & | ! ( <->")]
    [InlineData("apple -apple")]
    [InlineData("\"an apple a day\"")]
    [InlineData("it's O'Brien\\'s")]
    public async Task Search_WhateverIsTyped_Answers(string query)
    {
        await _process.AddAsync(_workspace, "Fruit", "O'Brien said that it's an apple a day, and the doctor is not in.");
        Assert.NotNull(await _process.SearchAsync(_workspace, query));
    }

    [Fact]
    public async Task Search_WordsInQuotes_AreRankedByWordsOnlyWhereTheyStandTogether()
    {
        await _process.AddAsync(_workspace, "Apart", "Search is full, and the text is long.");
        await _process.AddAsync(_workspace, "Together", "Here is a full text search.");
        var hits = await _process.SearchAsync(_workspace, "\"full text\"");
        Assert.Equal(["Together"], hits.Where(h => h.TextRank is not null).Select(h => h.Title));
    }

    [Fact]
    public async Task Search_WordOfTheTitleAlone_IsFoundByWords()
    {
        await _process.AddAsync(_workspace, "Kumquat", "They are small and sour, and this is known.");
        Assert.Equal(1, Assert.Single(await _process.SearchAsync(_workspace, "kumquats")).TextRank);
        Assert.Equal(1, Assert.Single(await _process.SearchAsync(_workspace, "kumquats -pear")).TextRank);
    }

    [Fact]
    public async Task Score_OfEveryHit_IsTheSumOfWhatItIsMadeOf()
    {
        for (var i = 0; i < 30; i++)
            await _process.AddAsync(_workspace, $"Title {i}", $"Passage {i} on {(i % 2 == 0 ? "prices" : "pricing")} and {(i % 3 == 0 ? "subscriptions" : "support")}, in {2000 + i}.");
        var hits = await _process.SearchAsync(_workspace, "price of a subscription", 50);
        Assert.True(hits.Count > 10);
        Assert.All(hits, hit =>
        {
            Assert.Equal(hit.VectorContribution + hit.TextContribution, hit.Score);
            Assert.InRange(hit.Score, double.Epsilon, 1);
            Assert.Equal(hit.VectorRank is null, hit.Similarity is null);
            Assert.Equal(hit.VectorRank is null, hit.VectorContribution == 0);
            Assert.Equal(hit.TextRank is null, hit.TextScore is null);
            Assert.Equal(hit.TextRank is null, hit.TextContribution == 0);
            Assert.InRange(hit.Similarity ?? 0, -1.001, 1.001);
            Assert.True(hit.TextScore is null or > 0);
        });
        Assert.Equal(hits.OrderByDescending(h => h.Score).Select(h => h.Score), hits.Select(h => h.Score));
        Assert.Equal(hits.Where(h => h.VectorRank is not null).OrderBy(h => h.VectorRank).Select(h => h.Similarity), hits.Where(h => h.VectorRank is not null).Select(h => h.Similarity).OrderDescending());
        Assert.Equal(hits.Where(h => h.TextRank is not null).OrderBy(h => h.TextRank).Select(h => h.TextScore), hits.Where(h => h.TextRank is not null).Select(h => h.TextScore).OrderDescending());
    }
}
