using Google.Protobuf;
using PostModern.Arrow.Errors;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;
using PostModern.Server.Flight.Commands;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Actions;

/// <summary>Beginning and ending transactions and savepoints. They live in the session that began them.</summary>
internal static class TransactionActions
{
    public static Task<ByteString?> BeginAsync(CallContext context, ByteString body)
    {
        _ = FlightSqlCommand.Unpack<ActionBeginTransactionRequest>(body);
        var id = context.Session.Engine.BeginTransaction();
        return Task.FromResult<ByteString?>(FlightSqlCommand.Pack(new ActionBeginTransactionResult { TransactionId = Transactions.ToBytes(id) }));
    }

    public static async Task<ByteString?> EndAsync(CallContext context, ByteString body)
    {
        var request = FlightSqlCommand.Unpack<ActionEndTransactionRequest>(body);
        var commit = request.Action switch
        {
            ActionEndTransactionRequest.Types.EndTransaction.Commit => true,
            ActionEndTransactionRequest.Types.EndTransaction.Rollback => false,
            _ => throw new ServerException(ErrorCode.InvalidInput, "Say whether to commit the transaction or to roll it back."),
        };
        await context.Session.Engine.EndTransactionAsync(Transactions.ToId(request.TransactionId), commit, context.Cancelled);
        return null;
    }

    public static Task<ByteString?> BeginSavepointAsync(CallContext context, ByteString body)
    {
        var request = FlightSqlCommand.Unpack<ActionBeginSavepointRequest>(body);
        var id = context.Session.Engine.BeginSavepoint(Transactions.ToId(request.TransactionId), request.Name);
        return Task.FromResult<ByteString?>(FlightSqlCommand.Pack(new ActionBeginSavepointResult { SavepointId = Transactions.ToBytes(id) }));
    }

    public static Task<ByteString?> EndSavepointAsync(CallContext context, ByteString body)
    {
        var request = FlightSqlCommand.Unpack<ActionEndSavepointRequest>(body);
        var rollBack = request.Action switch
        {
            ActionEndSavepointRequest.Types.EndSavepoint.Release => false,
            ActionEndSavepointRequest.Types.EndSavepoint.Rollback => true,
            _ => throw new ServerException(ErrorCode.InvalidInput, "Say whether to release the savepoint or to roll back to it."),
        };
        context.Session.Engine.EndSavepoint(Transactions.ToId(request.SavepointId), rollBack);
        return Task.FromResult<ByteString?>(null);
    }
}
