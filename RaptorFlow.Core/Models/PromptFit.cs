using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models;

/// <summary>A message that can do with less, for a model whose context does not hold all of it.</summary>
/// <param name="whole">The message, one of the prompt's.</param>
/// <param name="parts">How many pieces it holds that may be left out.</param>
/// <param name="with">The message with only so many of them, the most relevant.</param>
public sealed class PromptFit(ChatMessage whole, int parts, Func<int, CancellationToken, Task<ChatMessage>> with)
{
    /// <summary>The prompt as the model can take it, with a note of what was left out; null when even the least is too long.</summary>
    internal static async Task<ModelPrompt?> ForAsync(Model model, IReadOnlyList<ChatMessage> messages, ChatOptions options, PromptFit? fit, CancellationToken cancellationToken)
    {
        var prompt = ModelPrompt.For(model, messages, options);
        if (Fits(model, prompt))
            return prompt;
        return fit is null ? null : await fit.ShortenAsync(model, messages, options, cancellationToken);
    }

    private async Task<ModelPrompt?> ShortenAsync(Model model, IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        (ModelPrompt? best, var held, var tooMany) = (null, -1, parts);
        while (tooMany - held > 1)
        {
            var tried = (held + tooMany) / 2;
            var shorter = await with(tried, cancellationToken);
            var prompt = ModelPrompt.For(model, [.. messages.Select(message => ReferenceEquals(message, whole) ? shorter : message)], options);
            if (Fits(model, prompt))
                (best, held) = (prompt, tried);
            else
                tooMany = tried;
        }
        return best is null ? null : best with { Notes = [.. best.Notes, $"{model.Id}: {parts - held} of {parts} pieces of evidence, the least relevant, were left out to fit its context."] };
    }

    private static bool Fits(Model model, ModelPrompt prompt) => TokenEstimate.Likely(prompt.Messages) + prompt.Options.MaxOutputTokens <= model.ContextTokens;
}
