using PostModern.Arrow.Errors;

namespace PostModern.Engine.Sql;

/// <summary>CREATE CONNECTION and DROP CONNECTION.</summary>
internal static class ConnectionParser
{
    private const string Name = "a connection's name";

    /// <returns>Null for all other statements.</returns>
    /// <exception cref="ServerException">InvalidInput: it begins like one of these and doesn't go on like it. The message quotes no value.</exception>
    public static ConnectionStatement? TryParse(TokenReader reader)
    {
        if (reader.TryTake("DROP", "CONNECTION"))
        {
            var ifExists = reader.TryTake("IF", "EXISTS");
            var dropped = NamedOptions.TakeName(reader, Name);
            return reader.AtEnd ? new DropConnectionStatement(reader.Sql, dropped, ifExists) : throw NamedOptions.Unexpected(reader, "the end of DROP CONNECTION");
        }

        var orReplace = reader.At("CREATE", "OR", "REPLACE", "CONNECTION");
        if (!reader.TryTake("CREATE", "OR", "REPLACE", "CONNECTION") && !reader.TryTake("CREATE", "CONNECTION"))
        {
            return null;
        }

        var ifNotExists = reader.TryTake("IF", "NOT", "EXISTS");
        var name = NamedOptions.TakeName(reader, Name);
        if (!reader.TryTake("TYPE"))
        {
            throw NamedOptions.Unexpected(reader, "TYPE in CREATE CONNECTION");
        }

        var type = reader.Peek() is { IsName: true } word ? word.Name : throw NamedOptions.Unexpected(reader, "a type such as s3");
        reader.Take();
        var options = NamedOptions.Take(reader);
        return reader.AtEnd
            ? new CreateConnectionStatement(reader.Sql, name, type, orReplace, ifNotExists, options)
            : throw NamedOptions.Unexpected(reader, "OPTIONS (…) or the end of CREATE CONNECTION");
    }
}
