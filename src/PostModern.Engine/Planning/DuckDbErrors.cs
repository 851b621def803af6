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

    public static ServerException Translate(DuckDbException error) => new(Classify(error.ErrorType), error.Message, error);

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
