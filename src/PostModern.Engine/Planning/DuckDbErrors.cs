using PostModern.Arrow.Errors;
using PostModern.DuckDb;

namespace PostModern.Engine.Planning;

/// <summary>Says whose fault a DuckDB error is.</summary>
internal static class DuckDbErrors
{
    /// <summary>Runs <paramref name="work"/> and turns DuckDB's errors into ours.</summary>
    public static T Translate<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DuckDbException error)
        {
            throw Translate(error);
        }
    }

    public static ServerException Translate(DuckDbException error) => new(Classify(error.ErrorType), Message(error), error) { Hint = Hint(error.Message) };

    /// <summary>Prepares what DuckDB is to run, and says where in the statement a mistake is.</summary>
    /// <param name="connection">Where to prepare.</param>
    /// <param name="text">What DuckDB is to run.</param>
    /// <param name="sql">The statement as it was sent. Where the text was rewritten, its positions mean nothing here, and none is said.</param>
    /// <param name="cancellation">Stops it.</param>
    public static PreparedStatement Prepare(Connection connection, string text, string sql, CancellationToken cancellation)
    {
        try
        {
            return connection.Prepare(text, cancellation);
        }
        catch (DuckDbException error)
        {
            var start = sql.IndexOf(text, StringComparison.Ordinal);
            var position = start < 0 || error.Position is not { } bytes ? (int?)null : Characters(sql[..start]) + Characters(text, bytes) + 1;
            throw new ServerException(Classify(error.ErrorType), Message(error), error) { Position = position, Hint = Hint(error.Message) };
        }
    }

    /// <summary>What DuckDB would load an extension for, it isn't asked for here: objects' URLs are led to copies when a statement is planned.</summary>
    private static string Message(DuckDbException error) => error.ErrorType != DuckDbErrorType.MissingExtension
        ? error.Message
        : $"{error.Message.Split('\n')[0]}. Here URLs of objects are read where they stand as text literals: read_parquet('s3://…'), read_csv(['https://…', '…']), FROM 's3://…'; "
            + "not as parameters, expressions or columns, and not in the definitions of views and macros.";

    // DuckDB has no field for it: a line of its text.
    private static string? Hint(string message) => message.Split('\n').FirstOrDefault(
        line => line.StartsWith("Did you mean ", StringComparison.Ordinal) || line.StartsWith("Candidate ", StringComparison.Ordinal));

    private static int Characters(string text, int utf8Bytes = int.MaxValue)
    {
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            utf8Bytes -= rune.Utf8SequenceLength;
            if (utf8Bytes < 0)
            {
                break;
            }

            count++;
        }

        return count;
    }

    private static ErrorCode Classify(DuckDbErrorType type) => type switch
    {
        DuckDbErrorType.Internal or DuckDbErrorType.Fatal => ErrorCode.Internal,
        DuckDbErrorType.OutOfMemory => ErrorCode.ResourceExhausted,
        DuckDbErrorType.NotImplemented => ErrorCode.Unsupported,
        DuckDbErrorType.TransactionContext => ErrorCode.Conflict,
        DuckDbErrorType.Interrupt => ErrorCode.Cancelled,
        _ => ErrorCode.InvalidInput,
    };
}
