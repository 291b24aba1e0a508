using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Models;
using RaptorFlow.Core.Models.Providers;
using RaptorFlow.Core.Models.Providers.Gemini;

namespace RaptorFlow.Core.Tests.Models.Providers;

/// <summary>A provider at a scripted server: its model <c>test-model</c> first (input 1, cached 0.1, output 5), gpt-test of OpenAI next.</summary>
internal static class ProviderUnderTest
{
    public const string TestModel = "test-model";
    public const string GeminiPath = "/v1beta/models/test-model:generateContent";
    public const string GeminiStreamPath = "/v1beta/models/test-model:streamGenerateContent";
    public const string VertexPath = "/v1beta1/projects/p-1/locations/europe-west1/publishers/google/models/test-model:generateContent";
    public const string OllamaPath = "/api/chat";
    public const string MistralPath = "/mistral/v1/chat/completions";

    public static Task<GatewayUnderTest> StartAsync(string kind, params (string Key, string? Value)[] settings) => StartAsync(kind, null, settings);

    public static Task<GatewayUnderTest> StartAsync(string kind, TimeProvider? time, params (string Key, string? Value)[] settings)
    {
        (string, string?)[] own = kind switch
        {
            "gemini" => [("ApiKey", "key-g"), ("BaseAddress", "{server}/v1beta")],
            "vertex" => [("Project", "p-1"), ("Location", "europe-west1"), ("BaseAddress", "{server}/v1beta1")],
            "mistral" => [("ApiKey", "key-m"), ("BaseAddress", "{server}/mistral/v1")],
            "ollama" => [("BaseAddress", "{server}")],
            "anthropic" => [("ApiKey", "key-a"), ("BaseAddress", "{server}")],
            _ => [],
        };
        return GatewayUnderTest.StartAsync(
            services => services.AddSingleton<IGoogleAccess>(new ScriptedAccess()),
            long.MaxValue,
            time,
            [
                ("Models:Providers:anthropic:ApiKey", null), ("Models:Catalogue:0:Id", TestModel), ("Models:Catalogue:0:Provider", kind),
                .. own.Select(setting => ($"Models:Providers:{kind}:{setting.Item1}", setting.Item2)), .. settings,
            ]);
    }

    /// <summary>The provider's own client, as its channel has it: for what the gateway does not pass on.</summary>
    public static (IChatClient Client, HttpClient Http) Client(this GatewayUnderTest test, string name)
    {
        var options = test.Get<IOptions<ModelOptions>>().Value.Providers[name];
        var kind = test.Get<ProviderKinds>().Find(options.Kind)!;
        var http = new HttpClient(kind.Around(new FailureHandler(name, TimeProvider.System, NullLogger.Instance, new SocketsHttpHandler())));
        return (kind.Create(TestModel, options, http), http);
    }

    /// <summary>What a stream comes to, and in how many pieces its text came.</summary>
    public static async Task<(ChatResponse Response, int Pieces)> StreamAsync(this GatewayUnderTest test, string name, ChatOptions? options = null, string text = "hello")
    {
        var (client, http) = test.Client(name);
        using (http)
        using (client)
        {
            var updates = await client.GetStreamingResponseAsync([new(ChatRole.User, text)], options, TestContext.Current.CancellationToken)
                .ToListAsync(TestContext.Current.CancellationToken);
            return (updates.ToChatResponse(), updates.Count(update => update.Text.Length > 0));
        }
    }

    /// <summary>Server-sent events.</summary>
    public static Func<HttpContext, Task> Events(params string[] data) => Streamed("text/event-stream", data.Select(piece => $"data: {piece}\n\n"));

    /// <summary>Documents in lines.</summary>
    public static Func<HttpContext, Task> Lines(params string[] documents) => Streamed("application/x-ndjson", documents.Select(document => $"{document}\n"));

    private static Func<HttpContext, Task> Streamed(string type, IEnumerable<string> pieces) => async context =>
    {
        context.Response.ContentType = type;
        foreach (var piece in pieces)
        {
            await context.Response.WriteAsync(piece);
            await context.Response.Body.FlushAsync();
        }
    };

    private sealed class ScriptedAccess : IGoogleAccess
    {
        public ValueTask AuthorizeAsync(HttpRequestMessage request, string? credentialsFile, CancellationToken cancellationToken)
        {
            if (credentialsFile is not null)
                throw ModelCallException.NoCredentials(new InvalidOperationException("The test has none."));
            request.Headers.Authorization = new("Bearer", "token-v");
            return ValueTask.CompletedTask;
        }
    }
}
