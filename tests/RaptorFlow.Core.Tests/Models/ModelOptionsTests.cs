using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RaptorFlow.Agents;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Core.Tests.Models;

public sealed class ModelOptionsTests
{
    [Fact]
    public void Defaults_AreValid_AndEveryTierHasAModelOfEachVendor()
    {
        var options = Load();

        Assert.Equal(["anthropic", "openai"], options.Providers.Keys.Order(StringComparer.Ordinal));
        Assert.All(options.Providers.Values, provider => Assert.Null(provider.ApiKey));
        foreach (var tier in Enum.GetValues<ModelTier>())
            Assert.Equal(["anthropic", "openai"], options.Catalogue.Where(model => model.Tier == tier).Select(model => model.Provider).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ANTHROPIC_API_KEY", "anthropic")]
    [InlineData("OPENAI_API_KEY", "openai")]
    public void CustomaryVariable_IsTheKey_UnlessConfigurationHasOne(string variable, string provider)
    {
        Assert.Equal("from-variable", Load((variable, "from-variable")).Providers[provider].ApiKey);
        Assert.Equal("configured", Load((variable, "from-variable"), ($"Models:Providers:{provider}:ApiKey", "configured")).Providers[provider].ApiKey);
    }

    [Fact]
    public void ConfiguredCatalogue_ReplacesTheShippedOne()
    {
        var options = Load([.. Entry(0, "local"), ("Models:Providers:house:Kind", "openai"), ("Models:Catalogue:0:Provider", "house")]);

        var model = Assert.Single(options.Catalogue);
        Assert.Equal(("local", "house", ModelTier.Balanced), (model.Id, model.Provider, model.Tier));
    }

    [Theory]
    [InlineData("Models:Catalogue:0:Provider", "nowhere", "Models:Catalogue:0:Provider is 'nowhere'")]
    [InlineData("Models:Catalogue:0:InputPerMillion", "-1", "Models:Catalogue:0:InputPerMillion is -1")]
    [InlineData("Models:Catalogue:0:OutputPerMillion", null, "Models:Catalogue:0:OutputPerMillion is missing")]
    [InlineData("Models:Catalogue:0:Id", "offline", "Models:Catalogue:0:Id is 'offline'")]
    [InlineData("Models:Catalogue:0:Tier", null, "Models:Catalogue:0:Tier is missing")]
    [InlineData("Models:Catalogue:0:Tier", "7", "Models:Catalogue:0:Tier is 7")]
    [InlineData("Models:Catalogue:0:MaxOutputTokens", "0", "Models:Catalogue:0:MaxOutputTokens is 0")]
    [InlineData("Models:Providers:house:Kind", "pigeon", "Models:Providers:house:Kind is 'pigeon'")]
    [InlineData("Models:Providers:openai:BaseAddress", "localhost", "Models:Providers:openai:BaseAddress is 'localhost'")]
    [InlineData("Models:Resilience:Retries", "-1", "Models:Resilience:Retries is -1")]
    public void WrongSetting_IsNamed(string key, string? value, string error)
    {
        (string, string?)[] settings = [.. Entry(0, "m"), (key, value)];

        var failure = Assert.Throws<OptionsValidationException>(() => Load(settings));

        Assert.StartsWith(error, Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void TwoModelsOfOneId_AreNamedBoth()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Load([.. Entry(0, "m"), .. Entry(1, "M")]));

        Assert.Equal("Models:Catalogue:1:Id is 'M', which Models:Catalogue:0:Id already is.", Assert.Single(failure.Failures));
    }

    [Fact]
    public void SeveralErrors_AreReportedAtOnce()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Load([.. Entry(0, "m"), ("Models:Catalogue:0:InputPerMillion", "-1"), ("Models:Catalogue:0:Provider", null)]));

        Assert.Equal(2, failure.Failures.Count());
    }

    private static (string, string?)[] Entry(int index, string id) =>
    [
        ($"Models:Catalogue:{index}:Id", id),
        ($"Models:Catalogue:{index}:Provider", "openai"),
        ($"Models:Catalogue:{index}:Tier", "balanced"),
        ($"Models:Catalogue:{index}:InputPerMillion", "1"),
        ($"Models:Catalogue:{index}:OutputPerMillion", "0"),
        ($"Models:Catalogue:{index}:MaxOutputTokens", "1000"),
        ($"Models:Catalogue:{index}:ContextTokens", "8000"),
    ];

    private static ModelOptions Load(params (string Key, string? Value)[] settings)
    {
        Dictionary<string, string?> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in settings)
            values[key] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values.Where(pair => pair.Value is not null)).Build();
        using var services = new ServiceCollection().AddLogging().AddModels(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<ModelOptions>>().Value;
    }
}
