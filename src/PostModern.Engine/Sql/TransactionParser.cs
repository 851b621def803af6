using PostModern.Arrow.Errors;

namespace PostModern.Engine.Sql;

/// <summary>The statements that begin and end transactions, in the words of PostgreSQL and SQL Server.</summary>
internal static class TransactionParser
{
    /// <returns>Null for statements that begin with another word.</returns>
    /// <exception cref="ServerException">InvalidInput, or Unsupported for an isolation that we don't give.</exception>
    public static TransactionStatement? TryParse(TokenReader reader)
    {
        if (reader.TryTake("BEGIN") || reader.TryTake("START", "TRANSACTION"))
        {
            SkipNoise(reader);
            SkipModes(reader);
            return End(reader, TransactionVerb.Begin, null);
        }

        if (reader.TryTake("COMMIT") || reader.TryTake("END"))
        {
            SkipNoise(reader);
            return End(reader, TransactionVerb.Commit, null);
        }

        return TryParseRollBack(reader) ?? TryParseSavepoint(reader);
    }

    private static TransactionStatement? TryParseRollBack(TokenReader reader)
    {
        if (!reader.TryTake("ROLLBACK") && !reader.TryTake("ABORT"))
        {
            return null;
        }

        SkipNoise(reader);
        return reader.TryTake("TO") ? Named(reader, TransactionVerb.RollBackTo) : End(reader, TransactionVerb.RollBack, null);
    }

    private static TransactionStatement? TryParseSavepoint(TokenReader reader) =>
        reader.At("SAVEPOINT") ? Named(reader, TransactionVerb.Save)
        : reader.TryTake("RELEASE") ? Named(reader, TransactionVerb.Release)
        : null;

    private static TransactionStatement Named(TokenReader reader, TransactionVerb verb)
    {
        _ = reader.TryTake("SAVEPOINT");
        var name = reader.Peek().IsName ? reader.Take().Name : throw reader.Unexpected("a savepoint's name");
        return End(reader, verb, name);
    }

    private static void SkipNoise(TokenReader reader) => _ = reader.TryTake("TRANSACTION") || reader.TryTake("WORK");

    /// <summary>Every transaction is a snapshot, which is as good as any level but SERIALIZABLE.</summary>
    private static void SkipModes(TokenReader reader)
    {
        while (!reader.AtEnd)
        {
            var known = reader.TryTake("READ", "WRITE") || reader.TryTake("ISOLATION", "LEVEL", "READ", "UNCOMMITTED")
                || reader.TryTake("ISOLATION", "LEVEL", "READ", "COMMITTED") || reader.TryTake("ISOLATION", "LEVEL", "REPEATABLE", "READ")
                || reader.TryTake("ISOLATION", "LEVEL", "SNAPSHOT") || reader.TryTakeSymbol(",");
            if (!known)
            {
                throw new ServerException(
                    ErrorCode.Unsupported, $"BEGIN {reader.Rest()} isn't supported: transactions read and write, and are isolated as REPEATABLE READ.");
            }
        }
    }

    private static TransactionStatement End(TokenReader reader, TransactionVerb verb, string? savepoint) =>
        reader.AtEnd ? new TransactionStatement(reader.Sql, verb, savepoint) : throw reader.Unexpected("the end of the statement");
}
