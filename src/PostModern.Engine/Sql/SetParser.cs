using PostModern.Arrow.Errors;

namespace PostModern.Engine.Sql;

/// <summary>SET, RESET and USE, as far as they concern options that the engine keeps; the others are DuckDB's.</summary>
internal static class SetParser
{
    private const string Schema = "schema";
    private const string FileCache = "enable_external_file_cache";

    private static readonly HashSet<string> s_options = new(StringComparer.OrdinalIgnoreCase) { Schema, "search_path", "statement_timeout" };

    /// <returns>Null for statements that are DuckDB's.</returns>
    public static SetStatement? TryParse(TokenReader reader) =>
        reader.TryTake("USE") ? Use(reader) : reader.TryTake("RESET") ? Reset(reader) : reader.TryTake("SET") ? Set(reader) : null;

    /// <summary>The catalog before a schema is the only one there is; alone it means its default schema.</summary>
    private static SetStatement Use(TokenReader reader)
    {
        var name = reader.TakeTableName();
        return reader.AtEnd ? new SetStatement(reader.Sql, Schema, SqlText.Literal(name.Name)) : throw reader.Unexpected("the end of the statement");
    }

    private static SetStatement? Reset(TokenReader reader)
    {
        SkipScope(reader);
        return TakeOption(reader) is { } option && reader.AtEnd ? new SetStatement(reader.Sql, option, null) : null;
    }

    private static SetStatement? Set(TokenReader reader)
    {
        SkipScope(reader);
        if (reader.At(FileCache))
        {
            throw new ServerException(
                ErrorCode.Unsupported, $"{FileCache} stays off: DuckDB would remember bytes of an object's copy from before they were fetched.");
        }

        if (TakeOption(reader) is not { } option)
        {
            return null;
        }

        // PostgreSQL also has SET SCHEMA 'x', without anything between.
        if (!reader.TryTakeSymbol("=") && !reader.TryTake("TO") && !(option == Schema && !reader.AtEnd))
        {
            throw reader.Unexpected($"= in SET {option}");
        }

        return reader.TryTake("DEFAULT") ? new SetStatement(reader.Sql, option, null) : new SetStatement(reader.Sql, option, Value(reader));
    }

    private static void SkipScope(TokenReader reader) =>
        _ = reader.TryTake("SESSION") || reader.TryTake("LOCAL") || reader.TryTake("GLOBAL");

    /// <summary>Ours are those of the <c>pm</c> schema and a few whose names are everybody's.</summary>
    private static string? TakeOption(TokenReader reader)
    {
        if (reader.TryTakeTableName() is not { Catalog: null } name)
        {
            return null;
        }

        return name switch
        {
            { Schema: null } when s_options.Contains(name.Name) => name.Name.Equals("search_path", StringComparison.OrdinalIgnoreCase)
                ? Schema
                : name.Name.ToLowerInvariant(),
            { Schema: { } schema } when schema.Equals("pm", StringComparison.OrdinalIgnoreCase) => $"pm.{name.Name.ToLowerInvariant()}",
            _ => null,
        };
    }

    /// <summary>A bare word stands for itself, as in SET schema = sales.</summary>
    private static string Value(TokenReader reader)
    {
        var text = reader.Rest();
        var first = reader.Peek();
        if (text.Length == 0)
        {
            throw reader.Unexpected("a value in SET");
        }

        return first.IsName && first.Length == text.Length ? SqlText.Literal(first.Name) : text;
    }
}
