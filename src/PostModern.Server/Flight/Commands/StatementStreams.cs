using System.Globalization;
using System.Text.Json;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Compression;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Engine.Sessions;
using PostModern.Flight.Grpc;
using PostModern.Flight.Streams;
using PostModern.Server.Grpc;
using PostModern.Server.Sessions;
using PostModern.Server.Tickets;

namespace PostModern.Server.Flight.Commands;

/// <summary>Runs statements and streams what they return.</summary>
internal static class StatementStreams
{
    private const int LongestWarnings = 3 * 1024;

    /// <summary>Sends the schema, then each batch as soon as DuckDB has it and the client has room for it, then the statistics.</summary>
    /// <exception cref="ServerException">Conflict: the columns aren't those that the ticket was given for.</exception>
    public static async Task SendAsync(CallContext context, QueryTicket ticket, Statement statement, RecordBatch? parameters)
    {
        var running = context.Server.Running.Begin(ticket.Id, context.Cancelled);
        try
        {
            await using var result = await statement.ExecuteAsync(parameters, running.Token);
            var output = Open(context, ticket, result.Schema, statement.Compression);
            await WriteAsync(output, ReadAhead.ByOne(result.ReadBatchesAsync(), running), running.Token);
            SetTrailers(context.Call, result.Statistics);
        }
        finally
        {
            context.Server.Running.End(ticket.Id, running);
        }
    }

    /// <summary>As the other, for a client that was told no columns before.</summary>
    public static async Task SendAsync(CallContext context, Statement statement, RecordBatch? parameters)
    {
        var id = Guid.NewGuid();
        var running = context.Server.Running.Begin(id, context.Cancelled);
        try
        {
            await using var result = await statement.ExecuteAsync(parameters, running.Token);
            var output = new BatchStreamWriter(context.Call.Output, ResultSchema.Describe(result.Schema), statement.Compression);
            await WriteAsync(output, ReadAhead.ByOne(result.ReadBatchesAsync(), running), running.Token);
            SetTrailers(context.Call, result.Statistics);
        }
        finally
        {
            context.Server.Running.End(id, running);
        }
    }

    /// <summary>Sends a result that was kept on disk.</summary>
    /// <exception cref="ServerException">Conflict: the columns aren't those that the ticket was given for.</exception>
    public static async Task SendAsync(CallContext context, QueryTicket ticket, BackgroundStatement statement, BackgroundResult result)
    {
        await using var rows = await result.Rows!.OpenAsync(context.Cancelled);
        var output = Open(context, ticket, rows.Schema, statement.Statement.Compression);
        await WriteAsync(output, rows.ReadAsync(context.Cancelled), context.Cancelled);
        SetTrailers(context.Call, result.Statistics);
    }

    /// <summary>Runs a statement for its effect.</summary>
    /// <returns>Rows changed, −1 when unknown; and what it cost.</returns>
    public static async Task<(long Rows, StatementStatistics Statistics)> RunAsync(
        CallContext context, Guid id, Statement statement, RecordBatch? parameters)
    {
        var (rows, statistics) = await RunAsync(context, id, token => statement.ExecuteAsync(parameters, token));

        // A statement that counts nothing, such as DDL, has changed no rows; of a query's we don't know.
        return (rows ?? (statement.IsQuery ? -1 : 0), statistics);
    }

    /// <summary>Runs anything that ends in a result, and reads that to its end.</summary>
    /// <returns>Rows changed, null when nothing is counted; and what it cost.</returns>
    public static async Task<(long? Rows, StatementStatistics Statistics)> RunAsync(
        CallContext context, Guid id, Func<CancellationToken, Task<StatementResult>> execute)
    {
        var running = context.Server.Running.Begin(id, context.Cancelled);
        try
        {
            await using var result = await execute(running.Token);
            await foreach (var batch in result.ReadBatchesAsync())
            {
                batch.Dispose();
            }

            return (result.RowsAffected, result.Statistics);
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

    // Executing may plan anew, and by then a table can have other columns than the client was told.
    private static BatchStreamWriter Open(CallContext context, QueryTicket ticket, Schema columns, BodyCompression compression)
    {
        var schema = ResultSchema.Describe(columns);
        return ResultSchema.Digest(schema).Equals(ticket.SchemaDigest)
            ? new BatchStreamWriter(context.Call.Output, schema, compression)
            : throw new ServerException(ErrorCode.Conflict, "The result's columns have changed since the statement was planned; run it again.");
    }

    /// <summary>Sends a schema and all batches.</summary>
    public static async Task WriteAsync(BatchStreamWriter output, IAsyncEnumerable<RecordBatch> batches, CancellationToken cancellationToken)
    {
        await output.WriteSchemaAsync(null, cancellationToken);
        await foreach (var batch in batches)
        {
            using (batch)
            {
                await output.WriteBatchAsync(batch, cancellationToken);
            }
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
