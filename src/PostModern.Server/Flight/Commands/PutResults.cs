using Google.Protobuf;
using PostModern.Flight.Messages;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Commands;

/// <summary>The answers to DoPut; their contents are bare messages, not packed ones.</summary>
internal static class PutResults
{
    public static Task SendRowsAsync(CallContext context, long rows) =>
        context.Call.WriteAsync(new PutResult { AppMetadata = new DoPutUpdateResult { RecordCount = rows }.ToByteString() });

    public static Task SendBoundAsync(CallContext context, ByteString handle) =>
        context.Call.WriteAsync(new PutResult
        {
            AppMetadata = new DoPutPreparedStatementResult { PreparedStatementHandle = handle }.ToByteString(),
        });
}
