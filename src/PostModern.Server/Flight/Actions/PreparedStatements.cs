using Google.Protobuf;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;
using PostModern.Server.Flight.Commands;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Actions;

/// <summary>Creating and closing prepared statements.</summary>
internal static class PreparedStatements
{
    public static async Task<ByteString?> CreateAsync(CallContext context, ByteString body)
    {
        var request = FlightSqlCommand.Unpack<ActionCreatePreparedStatementRequest>(body);
        var statement = await Script.PrepareAsync(context, request.Query, Transactions.Join(request.TransactionId));
        var handle = new PreparedHandle(Guid.NewGuid(), statement);
        await context.Session.Prepared.AddAsync(handle);
        return FlightSqlCommand.Pack(new ActionCreatePreparedStatementResult
        {
            PreparedStatementHandle = PreparedUse.ToHandle(handle.Id),
            DatasetSchema = Encode(await OpenSchema.FindAsync(context, statement, null)),
            ParameterSchema = Encode(ParameterSchema.Advertise(statement.ParameterSchema)),
            IsUpdate = !statement.IsQuery,
        });
    }

    public static async Task<ByteString?> CloseAsync(CallContext context, ByteString body)
    {
        var request = FlightSqlCommand.Unpack<ActionClosePreparedStatementRequest>(body);
        await context.Session.Prepared.CloseAsync(PreparedUse.ToId(request.PreparedStatementHandle));
        return null;
    }

    // Never empty bytes, not even for a schema without fields: ODBC crashes on them.
    private static ByteString Encode(Schema schema) => UnsafeByteOperations.UnsafeWrap(SchemaMessage.EncodeEncapsulated(schema));
}
