using PostModern.Flight.Messages;
using PostModern.Flight.Streams;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Commands;

/// <summary>A SQL text that changes something. The answer goes out before the client's stream has ended: some wait for it.</summary>
internal static class StatementUpdate
{
    public static async Task DoPutAsync(CallContext context, CommandStatementUpdate command, BatchReader upload)
    {
        await using var statement = await Script.PrepareAsync(context, command.Query, Transactions.Join(command.TransactionId));
        var (rows, statistics) = await StatementStreams.RunAsync(context, Guid.NewGuid(), statement, null);
        await PutResults.SendRowsAsync(context, rows);
        StatementStreams.SetTrailers(context.Call, statistics);
    }
}
