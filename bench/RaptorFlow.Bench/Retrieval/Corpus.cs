using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using RaptorFlow.Core.Memory;
using RaptorFlow.Memory;

namespace RaptorFlow.Bench.Retrieval;

/// <summary>A question, the document that answers it, and the stretch of it that does, verbatim.</summary>
internal sealed record Question(string Text, string Document, string Answer);

/// <summary>The documents and questions of bench/retrieval.</summary>
internal sealed partial class Corpus(string folder)
{
    private const int PassageCharacters = 700;
    private const int PassagesOfDocument = 25;

    public IReadOnlyList<NewDocument> Documents { get; } = [.. Directory.EnumerateFiles(Path.Combine(folder, "corpus"), "*.md").Order(StringComparer.Ordinal).Select(Read)];

    public IReadOnlyList<Question> Questions { get; } = [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "questions.json"))).RootElement.EnumerateArray()
        .Select(q => new Question(q.GetProperty("question").GetString()!, q.GetProperty("document").GetString()!, q.GetProperty("answer").GetString()!))];

    /// <summary>Documents of random sentences of the corpus, 700 characters or a little more of them to a passage, under random headings of it; the same for the same seed.</summary>
    public IEnumerable<NewDocument> Shuffled(int passages, int seed)
    {
        var sentences = Documents.SelectMany(d => Lines(d.Text).Where(line => !line.StartsWith('#')).SelectMany(line => Sentences().Split(line))).Where(s => s.Length > 20).ToArray();
        var headings = Documents.Select(d => d.Title).ToArray();
        var random = new Random(seed);
        for (var document = 0; document * PassagesOfDocument < passages; document++)
        {
            var text = new StringBuilder();
            for (var i = 0; i < PassagesOfDocument; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"## {headings[random.Next(headings.Length)]} {document}-{i}\n\n");
                for (var length = 0; length < PassageCharacters;)
                {
                    var sentence = sentences[random.Next(sentences.Length)];
                    text.Append(sentence).Append(' ');
                    length += sentence.Length;
                }
                text.Append("\n\n");
            }
            yield return new($"Shuffled {document}", text.ToString(), MemoryCollections.IndustryResearch);
        }
    }

    private static NewDocument Read(string file)
    {
        var text = File.ReadAllText(file);
        return new(Lines(text)[0].TrimStart('#', ' '), text, MemoryCollections.IndustryResearch) { Source = Path.GetFileNameWithoutExtension(file) };
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("(?<=[.;]) ")]
    private static partial Regex Sentences();
}
