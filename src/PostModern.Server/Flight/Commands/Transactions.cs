using Google.Protobuf;
using PostModern.Arrow.Errors;
using PostModern.Engine.Sessions;

namespace PostModern.Server.Flight.Commands;

/// <summary>Transactions and savepoints as clients name them.</summary>
internal static class Transactions
{
    private const int IdLength = 16;

    /// <summary>A statement's place: in the transaction that the client names, else in the one that SQL's BEGIN opened, if any.</summary>
    /// <exception cref="ServerException">InvalidInput: no id of ours.</exception>
    public static StatementOptions Join(ByteString transactionId) =>
        transactionId.IsEmpty ? StatementOptions.Default : new StatementOptions { Transaction = ToId(transactionId) };

    /// <exception cref="ServerException">InvalidInput: no id of ours.</exception>
    public static Guid ToId(ByteString id) => id.Length == IdLength
        ? new Guid(id.Span)
        : throw new ServerException(ErrorCode.InvalidInput, "The transaction's or savepoint's id is not one of this server.");

    public static ByteString ToBytes(Guid id) => ByteString.CopyFrom(id.ToByteArray());
}
