using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb;
using PostModern.DuckDb.Functions;

namespace PostModern.Tests.DuckDb;

public sealed class TableFunctionTests : IDisposable
{
    private static readonly Schema Numbers = new(
        new Field("n", ArrowTypes.Int64), new Field("text", ArrowTypes.Utf8), new Field("pair", new StructType(
            new Field("a", ArrowTypes.Int32), new Field("l", new ListType(ArrowTypes.Float64)))));

    private readonly InMemory _db = new();

    public void Dispose() => _db.Dispose();

    [Fact]
    public void Rows_stream_from_batches_of_any_size()
    {
        Register(Bound(batches: [5000, 0, 1, 3000]));

        Assert.Equal(8001L, _db.Value("SELECT count(DISTINCT n) FROM numbers('x')"));
        Assert.Equal([7000L, "t7000"], _db.Rows("SELECT n, text FROM numbers('x') WHERE n = 7000")[0]);
    }

    [Fact]
    public void Nested_columns_and_nulls_arrive_as_they_were()
    {
        Register(Bound(batches: [2500]));

        var rows = _db.Rows("SELECT pair FROM numbers('x') ORDER BY n");

        Assert.Equal(Enumerable.Range(0, 2500).Select(i => Pair(i)), rows.Select(row => row[0]));
    }

    [Theory]
    [InlineData("SELECT text FROM numbers('x')", "1")]
    [InlineData("SELECT pair, n FROM numbers('x')", "2,0")]
    [InlineData("SELECT n FROM numbers('x') WHERE text <> 'q'", "0,1")]
    [InlineData("SELECT count(*) FROM numbers('x')", "0")]
    public void Only_the_columns_that_a_statement_needs_are_read(string sql, string columns)
    {
        IReadOnlyList<int> asked = [];
        Register(Bound([10], onScan: projected => asked = projected));

        Assert.NotEmpty(_db.Rows(sql));
        Assert.Equal(columns.Split(',').Select(c => int.Parse(c, null)).Order(), asked.Order());
    }

    [Fact]
    public void Rows_are_counted_without_being_returned()
    {
        Register(Bound([5000, 7]));

        Assert.Equal(5007L, _db.Value("SELECT count(*) FROM numbers('x')"));
    }

    [Fact]
    public void Binding_sees_positional_and_named_arguments_and_the_caller()
    {
        TableFunctionBinding? seen = null;
        Register(Bound([1], onBind: binding => seen = binding));

        _db.Rows("FROM numbers('s3://x/*', recursive := true, options := {'depth': 3})");

        Assert.Equal(_db.Connection.Id, seen!.ConnectionId);
        Assert.Equal(["s3://x/*"], seen.Arguments);
        Assert.Equal(true, seen.NamedArguments["recursive"]);
        Assert.Equal(new Dictionary<string, object?> { ["depth"] = 3 }, seen.NamedArguments["options"]);
    }

    [Fact]
    public void A_named_argument_that_was_not_given_is_absent()
    {
        TableFunctionBinding? seen = null;
        Register(Bound([1], onBind: binding => seen = binding));

        _db.Rows("FROM numbers('x', recursive := NULL)");

        Assert.Equal(["recursive"], seen!.NamedArguments.Keys);
        Assert.Null(seen.NamedArguments["recursive"]);
    }

    [Fact]
    public void An_unknown_named_argument_is_DuckDBs_binder_error()
    {
        Register(Bound([1]));

        Assert.Equal(DuckDbErrorType.Binder, Assert.Throws<DuckDbException>(() => _db.Rows("FROM numbers('x', nope := 1)")).ErrorType);
    }

    [Fact]
    public void A_missing_root_keeps_its_code_and_message()
    {
        Register(Bound([1], onBind: _ => throw new ServerException(ErrorCode.NotFound, "There is no folder 'x'.")));

        var error = Assert.Throws<ServerException>(() => _db.Rows("FROM numbers('x')"));

        Assert.Equal((ErrorCode.NotFound, "There is no folder 'x'."), (error.Code, error.Message));
    }

    [Fact]
    public void A_failure_while_rows_stream_keeps_its_code_and_message()
    {
        Register(Bound([5000, -1]));

        var error = Assert.Throws<ServerException>(() => _db.Rows("FROM numbers('x')"));

        Assert.Equal((ErrorCode.Unavailable, "The store went away."), (error.Code, error.Message));
        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    [Fact]
    public void A_limit_stops_the_scan_and_cleans_up()
    {
        var disposed = new ManualResetEventSlim();
        Register(Bound([.. Enumerable.Repeat(2048, 100_000)], onEnd: disposed.Set));

        Assert.Equal(3, _db.Rows("FROM numbers('x') LIMIT 3").Count);
        Assert.True(disposed.Wait(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Cancelling_a_statement_cancels_a_scan_that_waits()
    {
        Register(Bound([1, 0], wait: true));
        using var cancellation = new CancellationTokenSource(100);
        using var statement = _db.Connection.Prepare("SELECT n FROM numbers('x')");
        using var stream = statement.Execute(cancellation.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var batch in stream)
            {
                batch.Dispose();
            }
        });

        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    [Fact]
    public void A_statement_can_use_a_function_twice()
    {
        Register(Bound([100]));

        Assert.Equal(100L, _db.Value("SELECT count(*) FROM numbers('x') a JOIN numbers('y') b USING (n)"));
    }

    private static TableFunction Bound(
        int[] batches,
        Action<TableFunctionBinding>? onBind = null,
        Action<IReadOnlyList<int>>? onScan = null,
        Action? onEnd = null,
        bool wait = false) => new()
        {
            Name = "numbers",
            Parameters = [ArrowTypes.Utf8],
            NamedParameters = new Dictionary<string, ArrowType?> { ["recursive"] = ArrowTypes.Boolean, ["options"] = null },
            Bind = binding =>
            {
                onBind?.Invoke(binding);
                return new BoundTable
                {
                    Schema = Numbers,
                    EstimatedRows = batches.Sum(),
                    Scan = (columns, cancellation) =>
                    {
                        onScan?.Invoke(columns);
                        return Scan(batches, columns, onEnd, wait, cancellation);
                    },
                };
            },
        };

    private static async IAsyncEnumerable<RecordBatch> Scan(
        int[] batches, IReadOnlyList<int> columns, Action? onEnd, bool wait, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var first = 0;
        try
        {
            foreach (var length in batches)
            {
                await Task.Yield();
                if (wait && first > 0)
                {
                    await Task.Delay(Timeout.Infinite, cancellation);
                }

                yield return length < 0 ? throw new ServerException(ErrorCode.Unavailable, "The store went away.") : Batch(first, length, columns);
                first += length;
            }
        }
        finally
        {
            onEnd?.Invoke();
        }
    }

    private static RecordBatch Batch(int first, int length, IReadOnlyList<int> columns)
    {
        var builders = Numbers.Fields.Select(field => ColumnBuilder.Create(field.Type)).ToArray();
        for (var i = first; i < first + length; i++)
        {
            builders[0].AppendValue((long)i);
            builders[1].AppendValue($"t{i}");
            builders[2].AppendValue(Pair(i));
        }

        var built = builders.Select(builder => builder.Build()).ToArray();
        return new RecordBatch(new Schema(columns.Select(column => Numbers.Fields[column])), length, [.. columns.Select(column => built[column])]);
    }

    private static Dictionary<string, object?>? Pair(int i) => i % 3 == 0
        ? null
        : new Dictionary<string, object?> { ["a"] = i % 5 == 0 ? null : i, ["l"] = i % 7 == 0 ? null : new object?[] { i / 2.0, null } };

    private void Register(TableFunction function) => _db.Connection.Register(function);
}
