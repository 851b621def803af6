using Google.Protobuf;
using PostModern.Arrow.Errors;

namespace PostModern.Server.Flight.Commands;

/// <summary>There are none yet: each statement commits by itself. GetSqlInfo says the same.</summary>
internal static class Transactions
{
    /// <exception cref="ServerException">Unsupported: the statement wants to be part of a transaction.</exception>
    public static void RequireNone(ByteString transactionId)
    {
        if (!transactionId.IsEmpty)
        {
            throw Unsupported();
        }
    }

    public static ServerException Unsupported() =>
        new(ErrorCode.Unsupported, "Transactions aren't supported: every statement commits by itself.");
}
