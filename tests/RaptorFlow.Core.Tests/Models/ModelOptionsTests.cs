using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RaptorFlow.Agents;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Core.Tests.Models;

public sealed class ModelOptionsTests
{
    private static readonly string[] Vendors = ["anthropic", "gemini", "mistral", "ollama", "openai", "vertex"];

    [Fact]
    public void Defaults_AreValid_AndEveryTierHasAModelOfEachVendor()
    {
        var options = Load();

        Assert.Equal(Vendors, options.Providers.Keys.Order(StringComparer.Ordinal));
        Assert.All(options.Providers.Values, provider => Assert.Null(provider.ApiKey));
        foreach (var tier in new[] { "economy", "balanced", "premium" })
            Assert.Equal(Vendors, options.Catalogue.Where(model => model.Tiers.Contains(tier)).Select(model => model.Provider!).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Defaults_ReadEveryFieldOfTheShippedList()
    {
        var haiku = Model.From(ModelOptionsDefaults.Shipped().Single(model => model.Id == "claude-haiku-5-5"));

        Assert.Equal(new ModelPrices(0.10m, 0.01m, 0.125m, 0.50m, 0.50m), haiku.Prices);
        // Cache writes rise with the input: 0.625.
        Assert.Equal((100_000L, new ModelPrices(0.50m, 0.05m, 0.625m, 2.50m, 2.50m)), haiku.LongContext);
        Assert.Equal(ModelAbilities.StructuredOutput | ModelAbilities.Tools | ModelAbilities.Vision | ModelAbilities.Reasoning, haiku.Abilities);
    }

    [Theory]
    [InlineData("ANTHROPIC_API_KEY", "anthropic")]
    [InlineData("OPENAI_API_KEY", "openai")]
    [InlineData("GEMINI_API_KEY", "gemini")]
    [InlineData("GOOGLE_API_KEY", "gemini")]
    [InlineData("MISTRAL_API_KEY", "mistral")]
    public void CustomaryVariable_IsTheKey_UnlessConfigurationHasOne(string variable, string provider)
    {
        Assert.Equal("from-variable", Load((variable, "from-variable")).Providers[provider].ApiKey);
        Assert.Equal("configured", Load((variable, "from-variable"), ($"Models:Providers:{provider}:ApiKey", "configured")).Providers[provider].ApiKey);
    }

    [Fact]
    public void GeminiKey_IsTheMoreSpecificOfTheTwoVariables() =>
        Assert.Equal("gemini", Load(("GOOGLE_API_KEY", "google"), ("GEMINI_API_KEY", "gemini")).Providers["gemini"].ApiKey);

    [Theory]
    [InlineData("localhost", "http://localhost:11434/")]
    [InlineData("10.0.0.7:8080", "http://10.0.0.7:8080/")]
    [InlineData("0.0.0.0", "http://127.0.0.1:11434/")]
    [InlineData("https://ollama.example.com", "https://ollama.example.com/")]
    public void OllamaHost_IsItsAddress_UnlessConfigurationHasOne(string host, string address)
    {
        Assert.Equal(address, Load(("OLLAMA_HOST", host)).Providers["ollama"].BaseAddress!.ToString());
        Assert.Equal("http://here:1/", Load(("OLLAMA_HOST", host), ("Models:Providers:ollama:BaseAddress", "http://here:1")).Providers["ollama"].BaseAddress!.ToString());
    }

    [Fact]
    public void GoogleCloudVariables_AreTheSettingsOfVertex()
    {
        var vertex = Load(("GOOGLE_CLOUD_PROJECT", "p-1"), ("GOOGLE_CLOUD_LOCATION", "global"), ("GOOGLE_APPLICATION_CREDENTIALS", GetType().Assembly.Location)).Providers["vertex"];

        Assert.Equal(("p-1", "global", GetType().Assembly.Location), (vertex.Project, vertex.Location, vertex.CredentialsFile));
    }

    [Fact]
    public void ProjectWithoutLocation_LeavesVertexAlone()
    {
        using var services = Services(("GOOGLE_CLOUD_PROJECT", "p-1"), ("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere.json"));

        Assert.All(services.GetRequiredService<IModelHealth>().Providers, provider => Assert.False(provider.Configured));
    }

    [Fact]
    public void Catalogue_OfSeveralVendors_ServesEachTierInItsOrder_ThenTheCheaperOnes()
    {
        using var services = Services(("OPENAI_API_KEY", "o"), ("ANTHROPIC_API_KEY", "a"));

        Assert.Equal(
            ["claude-sonnet-5-5", "gpt-6.2-sol", "claude-haiku-5-5", "gpt-6-luna"],
            services.GetRequiredService<Catalogue>().For(ModelTier.Balanced).Select(model => model.Id));
    }

    [Fact]
    public void Catalogue_ThatPrefersTheCheapest_OrdersEachTierByPrice()
    {
        using var services = Services([("OPENAI_API_KEY", "o"), ("ANTHROPIC_API_KEY", "a"), ("GEMINI_API_KEY", "g"), ("Models:Prefer", "cheapest")]);
        var economy = services.GetRequiredService<Catalogue>().For(ModelTier.Economy);

        Assert.True(economy.Count >= 3);
        Assert.Equal(economy.OrderBy(model => (4 * model.Prices.Input) + model.Prices.Output).Select(model => model.Id), economy.Select(model => model.Id));
    }

    [Fact]
    public void Catalogue_OfOneModel_ServesEveryTierWithIt_Once()
    {
        using var services = Services([.. Entry(0, "m"), ("OPENAI_API_KEY", "o")]);
        var catalogue = services.GetRequiredService<Catalogue>();

        Assert.All(Enum.GetValues<ModelTier>(), tier => Assert.Equal("m", Assert.Single(catalogue.For(tier)).Id));
    }

    [Fact]
    public void ConfiguredCatalogue_ReplacesTheShippedOne()
    {
        var options = Load([.. Entry(0, "local"), ("Models:Providers:house:Kind", "openai"), ("Models:Catalogue:0:Provider", "house")]);

        var model = Assert.Single(options.Catalogue);
        Assert.Equal(("local", "house"), (model.Id, model.Provider));
    }

    [Theory]
    [InlineData("Models:Catalogue:0:Provider", "nowhere", "Models:Catalogue:0:Provider is 'nowhere'")]
    [InlineData("Models:Catalogue:0:InputPerMillion", "-1", "Models:Catalogue:0:InputPerMillion is -1")]
    [InlineData("Models:Catalogue:0:OutputPerMillion", null, "Models:Catalogue:0:OutputPerMillion is missing")]
    [InlineData("Models:Catalogue:0:Id", "offline", "Models:Catalogue:0:Id is 'offline'")]
    [InlineData("Models:Catalogue:0:CacheWritePerMillion", "-1", "Models:Catalogue:0:CacheWritePerMillion is -1")]
    [InlineData("Models:Catalogue:0:ReasoningPerMillion", "-1", "Models:Catalogue:0:ReasoningPerMillion is -1")]
    [InlineData("Models:Catalogue:0:InputPerMillion", "cheap", "Models:Catalogue:0:InputPerMillion is 'cheap'")]
    [InlineData("Models:Catalogue:0:ContextTokens", "1e5", "Models:Catalogue:0:ContextTokens is '1e5'")]
    [InlineData("Models:Catalogue:0:LongContext:Above", "many", "Models:Catalogue:0:LongContext:Above is 'many'")]
    [InlineData("Models:Catalogue:0:Tiers:1", "7", "Models:Catalogue:0:Tiers:1 is '7'; known tiers are economy, balanced, premium")]
    [InlineData("Models:Catalogue:0:Tiers:2", null, "Models:Catalogue has no model of the premium tier; add premium to the Tiers of a model")]
    [InlineData("Models:Catalogue:0:Abilities:0", "dancing", "Models:Catalogue:0:Abilities:0 is 'dancing'; known abilities are structured_output, tools, vision, reasoning")]
    [InlineData("Models:Catalogue:0:MaxOutputTokens", "0", "Models:Catalogue:0:MaxOutputTokens is 0")]
    [InlineData("Models:Prefer", "price", "Models:Prefer is 'price'; it must be listed or cheapest")]
    [InlineData("Models:Providers:house:Kind", "pigeon", "Models:Providers:house:Kind is 'pigeon'")]
    [InlineData("Models:Providers:openai:BaseAddress", "localhost", "Models:Providers:openai:BaseAddress is 'localhost'")]
    [InlineData("Models:Resilience:Retries", "-1", "Models:Resilience:Retries is -1")]
    public void WrongSetting_IsNamed(string key, string? value, string error)
    {
        (string, string?)[] settings = [.. Entry(0, "m"), (key, value)];

        var failure = Assert.Throws<OptionsValidationException>(() => Load(settings));

        Assert.StartsWith(error, Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Above", "0", "Models:Catalogue:0:LongContext:Above is 0; it must lie above 0 and below ContextTokens (8000)")]
    [InlineData("Above", "8000", "Models:Catalogue:0:LongContext:Above is 8000")]
    [InlineData("Above", null, "Models:Catalogue:0:LongContext:Above is missing")]
    [InlineData("InputPerMillion", null, "Models:Catalogue:0:LongContext:InputPerMillion is missing")]
    [InlineData("OutputPerMillion", "-2", "Models:Catalogue:0:LongContext:OutputPerMillion is -2")]
    [InlineData("InputPerMillion", "0.5", "Models:Catalogue:0:LongContext:InputPerMillion is 0.5; a long prompt costs no less than a short one (1)")]
    public void WrongLongContext_IsNamed(string name, string? value, string error)
    {
        const string setting = "Models:Catalogue:0:LongContext";
        (string, string?)[] settings =
        [
            .. Entry(0, "m"), ("Models:Catalogue:0:CachedInputPerMillion", "0"), ($"{setting}:Above", "4000"), ($"{setting}:InputPerMillion", "2"), ($"{setting}:OutputPerMillion", "2"), ($"{setting}:{name}", value),
        ];

        var failure = Assert.Throws<OptionsValidationException>(() => Load(settings));

        Assert.StartsWith(error, Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Project", "my project", "Models:Providers:vertex:Project is 'my project'")]
    [InlineData("Location", "evil.example/", "Models:Providers:vertex:Location is 'evil.example/'")]
    [InlineData("CredentialsFile", "/nowhere.json", "Models:Providers:vertex:CredentialsFile is '/nowhere.json'; there is no such file")]
    public void WrongSettingOfVertex_IsNamed(string name, string value, string error)
    {
        (string, string?)[] settings = [("Models:Providers:vertex:Project", "p-1"), ("Models:Providers:vertex:Location", "europe-west1"), ($"Models:Providers:vertex:{name}", value)];

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
        ($"Models:Catalogue:{index}:Tiers:0", "economy"),
        ($"Models:Catalogue:{index}:Tiers:1", "balanced"),
        ($"Models:Catalogue:{index}:Tiers:2", "premium"),
        ($"Models:Catalogue:{index}:InputPerMillion", "1"),
        ($"Models:Catalogue:{index}:OutputPerMillion", "0"),
        ($"Models:Catalogue:{index}:MaxOutputTokens", "1000"),
        ($"Models:Catalogue:{index}:ContextTokens", "8000"),
    ];

    private static ModelOptions Load(params (string Key, string? Value)[] settings)
    {
        using var services = Services(settings);
        return services.GetRequiredService<IOptions<ModelOptions>>().Value;
    }

    private static ServiceProvider Services(params (string Key, string? Value)[] settings)
    {
        Dictionary<string, string?> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in settings)
            values[key] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values.Where(pair => pair.Value is not null)).Build();
        return new ServiceCollection().AddLogging().AddModels(configuration).BuildServiceProvider();
    }
}
