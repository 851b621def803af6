using PostModern.Arrow.Errors;

namespace PostModern.Engine.Sql;

/// <summary>CREATE MODEL and DROP MODEL.</summary>
internal static class ModelParser
{
    private const string Name = "a model's name";

    /// <returns>Null for all other statements.</returns>
    /// <exception cref="ServerException">InvalidInput: it begins like one of these and doesn't go on like it. The message quotes no value.</exception>
    public static ModelStatement? TryParse(TokenReader reader)
    {
        if (reader.TryTake("DROP", "MODEL"))
        {
            var ifExists = reader.TryTake("IF", "EXISTS");
            var dropped = NamedOptions.TakeName(reader, Name);
            return reader.AtEnd ? new DropModelStatement(reader.Sql, dropped, ifExists) : throw NamedOptions.Unexpected(reader, "the end of DROP MODEL");
        }

        var orReplace = reader.At("CREATE", "OR", "REPLACE", "MODEL");
        if (!reader.TryTake("CREATE", "OR", "REPLACE", "MODEL") && !reader.TryTake("CREATE", "MODEL"))
        {
            return null;
        }

        var ifNotExists = reader.TryTake("IF", "NOT", "EXISTS");
        var name = NamedOptions.TakeName(reader, Name);
        if (!reader.TryTake("FROM"))
        {
            throw NamedOptions.Unexpected(reader, "FROM in CREATE MODEL");
        }

        var source = NamedOptions.TakeText(reader, "where the model comes from, in single quotes");
        var task = reader.TryTake("TASK") ? NamedOptions.TakeText(reader, "a task in single quotes").ToLowerInvariant() : null;
        var options = NamedOptions.Take(reader);
        return reader.AtEnd
            ? new CreateModelStatement(reader.Sql, name, source, task, orReplace, ifNotExists, options)
            : throw NamedOptions.Unexpected(reader, "TASK '…', OPTIONS (…) or the end of CREATE MODEL");
    }
}
