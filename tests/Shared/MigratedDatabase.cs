using RaptorFlow.Migrator;

namespace RaptorFlow.Testing;

internal static class MigratedDatabase
{
    /// <summary>A database of the test's own, with the product's tables.</summary>
    public static Task<TestDatabase> CreateMigratedAsync(this EmbeddedStack stack) => stack.CreateDatabaseAsync("migrated", owner =>
        Schema.Migrate(owner, null, TextWriter.Null, Console.Error) ? Task.CompletedTask : throw new InvalidOperationException("The migrations failed; see the error output."));
}
