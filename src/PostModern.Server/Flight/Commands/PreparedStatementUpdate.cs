using PostModern.Arrow.Arrays;
using PostModern.Flight.Messages;
using PostModern.Flight.Streams;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Commands;

/// <summary>A prepared statement that changes something: run once a parameter row, and once when there are no parameters.</summary>
internal static class PreparedStatementUpdate
{
    public static async Task DoPutAsync(CallContext context, CommandPreparedStatementUpdate command, BatchReader upload)
    {
        using var use = await PreparedUse.BeginAsync(context, command.PreparedStatementHandle);
        var total = 0L;
        var runs = 0;
        await foreach (var batch in ParameterUpload.ReadAsync(upload, context.Cancelled))
        {
            using (batch)
            {
                total = Add(total, await RunAsync(context, use.Handle, batch));
                runs++;
            }
        }

        if (runs == 0)
        {
            total = await RunAsync(context, use.Handle, use.Handle.Parameters);
        }

        await PutResults.SendRowsAsync(context, total);
    }

    private static async Task<long> RunAsync(CallContext context, PreparedHandle handle, RecordBatch? parameters)
    {
        var (rows, _) = await StatementStreams.RunAsync(context, handle.Id, handle.Statement, parameters);
        return rows;
    }

    // Unknown and anything is unknown.
    private static long Add(long total, long rows) => total < 0 || rows < 0 ? -1 : total + rows;
}
