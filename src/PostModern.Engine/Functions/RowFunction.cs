using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;
using PostModern.Lake.Objects;
using PostModern.Models;

namespace PostModern.Engine.Functions;

/// <summary>A scalar function whose rows wait for bytes from elsewhere: those of a chunk are computed at the same time.</summary>
/// <remarks>
/// NULL in its first argument gives NULL. A row's <see cref="ServerException"/> gives NULL, a row in <c>pm.errors</c> and a warning; when all rows
/// fail, the statement does. Volatile to DuckDB, so that a WHERE calls it only for rows which cheaper conditions left over.
/// </remarks>
/// <param name="contexts">Finds the statement that calls.</param>
/// <param name="name">Of the function.</param>
/// <param name="parameters">All required; null takes any type.</param>
/// <param name="returnType">Of what <paramref name="row"/> returns.</param>
/// <param name="row">
/// Computes one row. The arguments are boxed as by <see cref="ColumnValue.Get"/>, an OBJECT as <see cref="ObjectRef"/>; the result as
/// <see cref="ColumnBuilder.AppendValue"/> takes it, an OBJECT as <see cref="ObjectRef"/>; or a <see cref="RowOutcome"/>.
/// </param>
internal sealed class RowFunction(
    StatementContexts contexts,
    string name,
    IReadOnlyList<ArrowType?> parameters,
    ArrowType returnType,
    Func<IReadOnlyList<object?>, CancellationToken, ValueTask<object?>> row)
{
    // Enough to hide the 20 to 50 ms that a bucket takes for an answer, and few enough for one service.
    private const int MostAtOnce = 50;

    /// <summary>What DuckDB wants at once must be in memory at once, and is there twice while it is handed over.</summary>
    private const long MostBytes = 1L << 30;

    // The macro in front of it is what a user knows.
    private string Shown => name.StartsWith("pm_", StringComparison.Ordinal) ? name["pm_".Length..] : name;

    public ScalarFunction Function() => new() { Name = name, Parameters = parameters, ReturnType = returnType, IsVolatile = true, Invoke = Invoke };

    /// <summary>DuckDB's callback is synchronous, so its thread waits here; nothing of ours runs on that thread.</summary>
    private Column Invoke(FunctionCall call)
    {
        var arguments = call.Arguments;
        var context = contexts.Find(call.ConnectionId);
        var results = new object?[arguments.Length];
        var failures = new ServerException?[arguments.Length];
        var bytes = 0L;
        var rows = Enumerable.Range(0, arguments.Length).Where(r => !arguments.Columns[0].IsNull(r)).ToArray();
        Parallel.ForEachAsync(
            rows,
            new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = call.Cancellation },
            async (at, token) =>
            {
                (results[at], failures[at]) = await ComputeAsync(arguments, at, token);
                ThrowIfTooLarge(Interlocked.Add(ref bytes, SizeOf(results[at])));
            }).GetAwaiter().GetResult();

        var values = Build(results);
        Note(context.Inputs, arguments, values);
        var errors = rows.Where(r => failures[r] is not null).Select(r => ErrorOf(arguments, r, failures[r]!)).ToLookup(e => results[e.Row] is null);
        context.Record(Shown, rows.Length, [.. errors[true]]);
        context.RecordTolerated(Shown, [.. errors[false]]);
        return values;
    }

    private async ValueTask<(object? Value, ServerException? Failure)> ComputeAsync(RecordBatch arguments, int at, CancellationToken token)
    {
        try
        {
            var result = await row([.. arguments.Columns.Select(c => Read(c, at))], token);
            return result is RowOutcome outcome ? (outcome.Value, outcome.Failure) : (result, null);
        }
        catch (ServerException e)
        {
            return (null, e);
        }
    }

    private static long SizeOf(object? result) => result switch
    {
        byte[] bytes => bytes.Length,
        string text => text.Length * sizeof(char),
        _ => 0,
    };

    /// <summary>No row's failure: which rows come together is DuckDB's choice.</summary>
    private void ThrowIfTooLarge(long bytes)
    {
        if (bytes > MostBytes)
        {
            throw new ServerException(
                ErrorCode.ResourceExhausted,
                $"{name}: the values of up to 2,048 rows that are computed together take more than {MostBytes >> 30} GiB. Read less of each object, or fewer objects at a time (LIMIT, WHERE).");
        }
    }

    private Column Build(object?[] results)
    {
        var builder = ColumnBuilder.Create(returnType);
        foreach (var result in results)
        {
            builder.AppendValue(result is ObjectRef obj ? obj.ToValues() : result);
        }

        return builder.Build();
    }

    private static void Note(StatementInputs inputs, RecordBatch arguments, Column values)
    {
        foreach (var column in arguments.Columns.Append(values))
        {
            inputs.AddObjects(column);
        }
    }

    private static RowError ErrorOf(RecordBatch arguments, int at, ServerException failure)
    {
        var uri = Read(arguments.Columns[0], at) switch
        {
            ObjectRef obj => obj.Uri,
            string text => text,
            _ => "",
        };
        return new RowError(at, uri, failure.Message, failure.Code);
    }

    private static object? Read(Column column, int at) =>
        column.Type.Equals(ObjectRef.ArrowType) ? ObjectRef.Read(column, at) : ColumnValue.Get(column, at);
}
