using PostModern.Arrow.Arrays;
using PostModern.Engine.Sessions;
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
        var statistics = StatementStatistics.None;
        await foreach (var batch in ParameterUpload.ReadAsync(upload, context.Cancelled))
        {
            using (batch)
            {
                var (rows, cost) = await RunAsync(context, use.Handle, batch);
                (total, statistics) = (Add(total, rows), statistics.Add(cost));
                runs++;
            }
        }

        if (runs == 0)
        {
            (total, statistics) = await RunAsync(context, use.Handle, use.Handle.Parameters);
        }

        await PutResults.SendRowsAsync(context, total);
        StatementStreams.SetTrailers(context.Call, statistics);
    }

    private static Task<(long Rows, StatementStatistics Statistics)> RunAsync(CallContext context, PreparedHandle handle, RecordBatch? parameters) =>
        StatementStreams.RunAsync(context, handle.Id, handle.Statement, parameters);

    // Unknown and anything is unknown.
    private static long Add(long total, long rows) => total < 0 || rows < 0 ? -1 : total + rows;
}
