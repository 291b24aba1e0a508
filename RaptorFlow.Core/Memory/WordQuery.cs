using System.Text.RegularExpressions;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Memory;

/// <summary>What somebody typed, as Postgres reads it in each language that passages can be in.</summary>
/// <param name="Words">Hashes of the words looked for, each once; none of those excluded.</param>
/// <param name="IsStrict">It has quotes or a minus: only Postgres can say whether a passage passes.</param>
internal sealed partial record WordQuery(IReadOnlyList<uint> Words, bool IsStrict)
{
    // querytree leaves out what is excluded.
    private const string Sql = """
        select language, querytree(websearch_to_tsquery(language::regconfig, $1)) as wanted
        from unnest(array['english', 'german', 'french', 'spanish', 'italian', 'portuguese', 'dutch', 'simple']) as language
        """;

    // Any of the words, since a question in a sentence seldom has all of its words in one passage. A query that excludes words stays as
    // it is: "any of them" would turn the exclusion into "everything else".
    private const string Passing = """
        with queries as (
            select language, case when every::text like '%!%' then every else replace(every::text, ' & ', ' | ')::tsquery end as wanted
            from (select distinct language, websearch_to_tsquery(language::regconfig, @query) as every from memory_chunks where workspace_id = any (@workspaces) and id = any (@ids)) of_each
        )
        select c.id from memory_chunks c join memory_documents d on d.id = c.document_id join queries q on q.language = c.language
        where c.workspace_id = any (@workspaces) and c.id = any (@ids) and setweight(to_tsvector(c.language::regconfig, d.title), 'A') || c.search @@ q.wanted
        """;

    /// <summary>Once the batch is sent.</summary>
    public static Func<WordQuery> Read(StatementBatch batch, string query)
    {
        var readings = batch.Query<Reading>(Sql, query);
        return () => new([.. readings.SelectMany(reading => Hashes(reading.Language, reading.Wanted)).Distinct()], Operators().IsMatch(query));
    }

    /// <summary>Those of the passages that pass, in the same order.</summary>
    public static async Task<IReadOnlyList<Found>> PassingAsync(Scope scope, Guid[] workspaces, string query, IReadOnlyList<Found> found, CancellationToken cancellationToken)
    {
        var passing = (await scope.QueryAsync<long>(Passing, new { workspaces, query, ids = found.Select(f => f.Id).ToArray() }, cancellationToken)).ToHashSet();
        return [.. found.Where(f => passing.Contains(f.Id))];
    }

    private static IEnumerable<uint> Hashes(string language, string wanted) =>
        Lexemes().Matches(wanted).Select(match => WordHash.Of(language, Unquoted(match.Groups[1].Value)));

    private static string Unquoted(string lexeme) => lexeme.Replace("''", "'", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal);

    // As tsquery writes them: in quotes, with quotes and backslashes doubled.
    [GeneratedRegex("'((?:[^']|'')*)'")]
    private static partial Regex Lexemes();

    [GeneratedRegex("""["“”]|(?:^|\s)-""")]
    private static partial Regex Operators();

    private sealed record Reading
    {
        public string Language { get; init; } = "";
        public string Wanted { get; init; } = "";
    }
}
