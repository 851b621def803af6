using System.Globalization;
using System.Text.Json;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Engine.Sessions;
using PostModern.Flight.Grpc;
using PostModern.Flight.Streams;
using PostModern.Server.Grpc;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Commands;

/// <summary>Runs statements and streams what they return.</summary>
internal static class StatementStreams
{
    private const int LongestWarnings = 3 * 1024;

    /// <summary>Sends the schema, then each batch as soon as DuckDB has it and the client has room for it, then the statistics.</summary>
    public static async Task SendAsync(CallContext context, Guid id, Statement statement, RecordBatch? parameters)
    {
        var running = context.Server.Running.Begin(id, context.Cancelled, context.Session.Closing);
        try
        {
            await using var result = await statement.ExecuteAsync(parameters, running.Token);
            await context.Call.Output.WriteSchemaAsync(ResultSchema.Describe(result.Schema), null, running.Token);
            await foreach (var batch in result.ReadBatchesAsync().WithCancellation(running.Token))
            {
                using (batch)
                {
                    await context.Call.Output.WriteBatchAsync(batch, running.Token);
                }
            }

            SetTrailers(context.Call, result.Statistics);
        }
        finally
        {
            context.Server.Running.End(id, running);
        }
    }

    /// <summary>The columns that <see cref="SendAsync"/> will send. Where types hang on parameters, only running the statement tells them.</summary>
    public static async Task<Schema> FindSchemaAsync(CallContext context, Statement statement, RecordBatch? parameters)
    {
        if (parameters is null || statement.IsSchemaKnown)
        {
            return ResultSchema.Describe(statement.Schema);
        }

        await using var result = await statement.ExecuteAsync(parameters, context.Cancelled);
        return ResultSchema.Describe(result.Schema);
    }

    /// <summary>Runs a statement for its effect.</summary>
    /// <returns>Rows changed, −1 when unknown; and what it cost.</returns>
    public static async Task<(long Rows, StatementStatistics Statistics)> RunAsync(
        CallContext context, Guid id, Statement statement, RecordBatch? parameters)
    {
        var running = context.Server.Running.Begin(id, context.Cancelled, context.Session.Closing);
        try
        {
            await using var result = await statement.ExecuteAsync(parameters, running.Token);
            await foreach (var batch in result.ReadBatchesAsync())
            {
                batch.Dispose();
            }

            // A statement that counts nothing, such as DDL, has changed no rows; of a query's we don't know.
            return (result.RowsAffected ?? (statement.IsQuery ? -1 : 0), result.Statistics);
        }
        finally
        {
            context.Server.Running.End(id, running);
        }
    }

    public static void SetTrailers(GrpcCall call, StatementStatistics statistics)
    {
        call.SetTrailer("postmodern-model-calls", Text(statistics.ModelCalls));
        call.SetTrailer("postmodern-cache-hits", Text(statistics.CacheHits));
        call.SetTrailer("postmodern-row-errors", Text(statistics.RowErrors));
        if (statistics.Warnings.Count > 0)
        {
            call.SetTrailer("postmodern-warnings", EncodeWarnings(statistics.Warnings));
        }
    }

    // Whole warnings only: half a JSON array is of no use to anybody.
    private static string EncodeWarnings(IReadOnlyList<string> warnings)
    {
        for (var count = warnings.Count; count > 0; count--)
        {
            var encoded = GrpcMessageText.Encode(JsonSerializer.Serialize(warnings.Take(count)));
            if (encoded.Length <= LongestWarnings)
            {
                return encoded;
            }
        }

        return "[]";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
