using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Memory;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Core.Tests.Memory.Embeddings;

public sealed class EmbeddingOptionsTests
{
    [Fact]
    public void NothingSaid_VectorsAreHashed()
    {
        Assert.False(Load().Embedding.IsSet);
        // As an empty parameter of a deployment says it.
        Assert.False(Load(("Provider", ""), ("Model", ""), ("Dimensions", ""), ("PricePerMillion", "")).Embedding.IsSet);
    }

    [Fact]
    public void EverythingSaid_IsTaken() => Assert.Equal(
        new("openai", "text-embedding-3-small", 512, Shortened: true),
        Load(("Provider", "openai"), ("Model", "text-embedding-3-small"), ("Dimensions", "512"), ("Shortened", "true"), ("PricePerMillion", "0.02")).Embedding.ToModel());

    [Theory]
    [InlineData("Provider", "nobody", "Memory:Embedding:Provider is 'nobody'; there is no Models:Providers:nobody.")]
    [InlineData("Provider", "anthropic", "Memory:Embedding:Provider is 'anthropic', of the kind anthropic, which makes no embeddings; kinds that do are")]
    [InlineData("Provider", "mistral", "Memory:Embedding:Provider is 'mistral', and Models:Providers:mistral lacks what its kind needs")]
    [InlineData("Provider", "", "Memory:Embedding:Provider is missing; Memory:Embedding:Model is 'm', and nobody is said to have it.")]
    [InlineData("Model", " ", "Memory:Embedding:Model is missing.")]
    [InlineData("Dimensions", "", "Memory:Embedding:Dimensions is missing; it must lie between 1 and 4096")]
    [InlineData("Dimensions", "5000", "Memory:Embedding:Dimensions is 5000; it must lie between 1 and 4096")]
    [InlineData("PricePerMillion", "", "Memory:Embedding:PricePerMillion is missing; 0 says that it is free.")]
    [InlineData("PricePerMillion", "-1", "Memory:Embedding:PricePerMillion is -1; a price is 0 or more.")]
    [InlineData("BatchSize", "0", "Memory:Embedding:BatchSize is 0; it must lie between 1 and 2048.")]
    public void WhatIsWrong_IsRefused_NamingTheSetting(string setting, string value, string error)
    {
        (string, string)[] settings = [.. new[] { ("Provider", "openai"), ("Model", "m"), ("Dimensions", "3"), ("PricePerMillion", "1") }.Where(s => s.Item1 != setting), (setting, value)];

        var e = Assert.Throws<OptionsValidationException>(() => Load(settings));

        Assert.StartsWith(error, Assert.Single(e.Failures), StringComparison.Ordinal);
    }

    private static MemoryOptions Load(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([new("OPENAI_API_KEY", "key"), .. settings.Select(s => KeyValuePair.Create<string, string?>($"Memory:Embedding:{s.Key}", s.Value))]);
        builder.AddMemory();
        builder.Services.AddModels(builder.Configuration);
        using var host = builder.Build();
        return host.Services.GetRequiredService<IOptions<MemoryOptions>>().Value;
    }
}
