using PostModern.Arrow.Arrays;
using PostModern.Arrow.Memory;
using PostModern.Arrow.Types;
using PostModern.DuckDb;
using PostModern.DuckDb.Functions;
using PostModern.Testing;

namespace PostModern.Tests.DuckDb;

public sealed class ResultStreamTests : IDisposable
{
    private readonly InMemory _db = new();

    public void Dispose() => _db.Dispose();

    [Fact]
    public async Task A_large_result_comes_in_batches_of_at_most_32768_rows()
    {
        using var statement = _db.Connection.Prepare("SELECT i, 'v' || i AS v FROM range(100000) t(i)");
        using var stream = statement.Execute(CancellationToken.None);
        var next = 0L;
        var largest = 0;
        await foreach (var batch in stream)
        {
            using (batch)
            {
                largest = Math.Max(largest, batch.Length);
                for (var row = 0; row < batch.Length; row++, next++)
                {
                    Assert.Equal(next, batch.Columns[0].Values<long>()[row]);
                    Assert.Equal($"v{next}", batch.Columns[1].GetString(row));
                }
            }
        }

        Assert.Equal((100_000L, ResultStream.BatchRows), (next, largest));
    }

    [Fact]
    public async Task Wide_rows_end_a_batch_early()
    {
        using var statement = _db.Connection.Prepare("SELECT repeat('x', 20000) FROM range(6000)");
        using var stream = statement.Execute(CancellationToken.None);
        var lengths = await Lengths(stream);

        Assert.True(lengths.Count >= 3);
        Assert.Equal(6000, lengths.Sum());
    }

    [Fact]
    public async Task A_result_without_rows_has_no_batch_but_a_schema()
    {
        using var statement = _db.Connection.Prepare("SELECT 1 AS a WHERE false");
        using var stream = statement.Execute(CancellationToken.None);

        Assert.Empty(await Lengths(stream));
        Assert.Equal("a", Assert.Single(stream.Schema.Fields).Name);
        Assert.True(stream.IsFinished);
    }

    [Fact]
    public async Task The_first_batch_comes_before_the_statement_ends()
    {
        using var statement = _db.Connection.Prepare("SELECT i FROM range(100000000000) t(i)");
        using var stream = statement.Execute(CancellationToken.None);
        await foreach (var batch in stream)
        {
            batch.Dispose();
            break;
        }

        Assert.False(stream.IsFinished);
    }

    [Fact]
    public async Task Rows_that_come_slowly_are_not_saved_up()
    {
        _db.Connection.Register(new ScalarFunction
        {
            Name = "slow",
            Parameters = [ArrowTypes.Int64],
            ReturnType = ArrowTypes.Int64,
            Invoke = call =>
            {
                Thread.Sleep(150);
                return call.Arguments.Columns[0];
            },
        });
        using var statement = _db.Connection.Prepare("SELECT slow(i) FROM range(30000) t(i)");
        using var stream = statement.Execute(CancellationToken.None);
        var lengths = await Lengths(stream);

        Assert.True(lengths.Count > 2, string.Join(" ", lengths));
        Assert.Equal(30_000, lengths.Sum());
    }

    [Fact]
    public void A_second_statement_beside_an_open_result_is_refused()
    {
        using var statement = _db.Connection.Prepare("FROM range(100000)");
        using (statement.Execute(CancellationToken.None))
        {
            Assert.Contains("open result", Assert.Throws<InvalidOperationException>(() => _db.Connection.Query("SELECT 1")).Message);
            Assert.Throws<InvalidOperationException>(() => _db.Connection.Prepare("SELECT 1"));
            Assert.Throws<InvalidOperationException>(() => statement.Execute(CancellationToken.None));
        }

        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    [Fact]
    public async Task A_statement_can_run_again()
    {
        using var statement = _db.Connection.Prepare("SELECT 1");
        for (var run = 0; run < 3; run++)
        {
            using var stream = statement.Execute(CancellationToken.None);
            Assert.Equal([1], await Lengths(stream));
        }
    }

    [Fact]
    public async Task An_error_half_way_fails_the_stream_and_frees_the_connection()
    {
        using var statement = _db.Connection.Prepare("SELECT CASE WHEN i = 200000 THEN error('half-way') ELSE i END FROM range(300000) t(i)");
        using var stream = statement.Execute(CancellationToken.None);

        var error = await Assert.ThrowsAsync<DuckDbException>(() => Lengths(stream));

        Assert.Equal((DuckDbErrorType.InvalidInput, "half-way"), (error.ErrorType, error.Message));
        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    [Fact]
    public async Task The_threads_that_a_failing_one_stops_never_hide_its_reason()
    {
        using var statement = _db.Connection.Prepare("SELECT CASE WHEN i = 200000 THEN error('half-way') ELSE i END FROM range(300000) t(i)");
        for (var run = 0; run < 60; run++)
        {
            using var stream = statement.Execute(CancellationToken.None);
            Assert.Equal("half-way", (await Assert.ThrowsAsync<DuckDbException>(() => Lengths(stream))).Message);
        }
    }

    [Fact]
    public async Task A_failed_stream_does_not_pass_for_a_finished_one()
    {
        using var statement = _db.Connection.Prepare("SELECT error('at once') FROM range(3)");
        using var stream = statement.Execute(CancellationToken.None);

        await Assert.ThrowsAsync<DuckDbException>(() => Lengths(stream));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Lengths(stream));
    }

    [Theory]
    [InlineData("CREATE TABLE u AS SELECT * FROM range(7)", StatementKind.Create, 7L)]
    [InlineData("INSERT INTO t VALUES (1), (2)", StatementKind.Insert, 2L)]
    [InlineData("UPDATE t SET a = a + 1", StatementKind.Update, 3L)]
    [InlineData("DELETE FROM t WHERE a > 1", StatementKind.Delete, 2L)]
    [InlineData("MERGE INTO t USING (SELECT 1 AS a) s ON s.a = t.a WHEN MATCHED THEN DELETE", StatementKind.Merge, 1L)]
    [InlineData("SET threads = 2", StatementKind.Set, null)]
    [InlineData("DROP TABLE t", StatementKind.Drop, null)]
    [InlineData("BEGIN", StatementKind.Transaction, null)]
    public void A_statement_without_rows_says_how_many_it_changed(string sql, StatementKind kind, long? changed)
    {
        _db.Connection.Execute("CREATE TABLE t AS SELECT unnest([1, 2, 3]) AS a");
        using var statement = _db.Connection.Prepare(sql);
        using var stream = statement.Execute(CancellationToken.None);

        Assert.Equal((kind, false, changed), (statement.Kind, statement.ReturnsRows, stream.Complete()));
        Assert.Empty(statement.Schema.Fields);
    }

    [Fact]
    public async Task Insert_returning_returns_rows()
    {
        _db.Connection.Execute("CREATE TABLE t(a INTEGER)");
        using var statement = _db.Connection.Prepare("INSERT INTO t VALUES (1), (2) RETURNING a");
        using var stream = statement.Execute(CancellationToken.None);

        Assert.True(statement.ReturnsRows);
        Assert.Equal([2], await Lengths(stream));
        Assert.Null(stream.RowsChanged);
    }

    [SlowFact]
    public async Task Dropped_results_leave_no_memory_behind()
    {
        var before = NativeBuffer.AllocatedBytes;
        var residentBefore = 0L;
        for (var run = 0; run < 1000; run++)
        {
            if (run == 200)
            {
                residentBefore = Environment.WorkingSet;
            }

            await ReadOneBatch("SELECT i, i::VARCHAR AS s, [i] AS l FROM range(1000000) t(i)");
        }

        // Other tests run beside this one: what counts is that a thousand batches of about 1 MB are not there.
        Assert.True(NativeBuffer.AllocatedBytes - before < 100 << 20);
        Assert.True(Environment.WorkingSet - residentBefore < 300 << 20, $"{residentBefore >> 20} -> {Environment.WorkingSet >> 20} MB");
    }

    [Fact]
    public async Task An_abandoned_enumeration_frees_the_statement()
    {
        await ReadOneBatch("FROM range(100000000)");

        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    private async Task ReadOneBatch(string sql)
    {
        using var statement = _db.Connection.Prepare(sql);
        using var stream = statement.Execute(CancellationToken.None);
        await foreach (var batch in stream)
        {
            batch.Dispose();
            return;
        }
    }

    private static async Task<List<int>> Lengths(ResultStream stream)
    {
        var lengths = new List<int>();
        await foreach (RecordBatch batch in stream)
        {
            lengths.Add(batch.Length);
            batch.Dispose();
        }

        return lengths;
    }
}
