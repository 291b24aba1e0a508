using System.Data;
using System.Text.Json;
using Dapper;

namespace RaptorFlow.Core.Data;

/// <summary>Runs SQL in a scope, with snake_case columns mapped to properties and jsonb to <see cref="JsonElement"/>.</summary>
public static class Rows
{
    static Rows()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new UtcHandler());
        SqlMapper.AddTypeHandler(new JsonHandler());
        SqlMapper.AddTypeHandler(new DateHandler());
    }

    /// <summary>Runs the static constructor, for those who map rows without a scope.</summary>
    internal static void Prepare()
    {
    }

    public static Task<int> ExecuteAsync(this Scope scope, string sql, object? args, CancellationToken cancellationToken) =>
        scope.Connection.ExecuteAsync(new CommandDefinition(sql, args, cancellationToken: cancellationToken));

    public static async Task<IReadOnlyList<T>> QueryAsync<T>(this Scope scope, string sql, object? args, CancellationToken cancellationToken) =>
        (await scope.Connection.QueryAsync<T>(new CommandDefinition(sql, args, cancellationToken: cancellationToken))).AsList();

    public static Task<T?> FirstAsync<T>(this Scope scope, string sql, object? args, CancellationToken cancellationToken) =>
        scope.Connection.QueryFirstOrDefaultAsync<T?>(new CommandDefinition(sql, args, cancellationToken: cancellationToken));

    private sealed class UtcHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => new(DateTime.SpecifyKind((DateTime)value, DateTimeKind.Utc));

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.UtcDateTime;
    }

    private sealed class JsonHandler : SqlMapper.TypeHandler<JsonElement>
    {
        public override JsonElement Parse(object value) => JsonSerializer.Deserialize<JsonElement>((string)value);

        public override void SetValue(IDbDataParameter parameter, JsonElement value) => parameter.Value = value.GetRawText();
    }

    private sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override DateOnly Parse(object value) => value is DateOnly date ? date : DateOnly.FromDateTime((DateTime)value);

        public override void SetValue(IDbDataParameter parameter, DateOnly value) => parameter.Value = value;
    }
}
